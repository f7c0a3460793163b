/// The price of a row's overage, and where it comes from.
indirect enum Pricing: Sendable, Hashable {
    /// The user's own price.
    case configuration(OveragePrice)

    /// The service's own amounts.
    case amounts

    /// The price that came with the figures, or one that is built in.
    case answer(OveragePrice)

    /// The service's price list.
    case priceList(OveragePrice)

    /// The price that counts of all that are known; `nil` if none is.
    init?(
        configuration: OveragePrice?, answer: OveragePrice?, priceList: OveragePrice?, isServicesOwn: Bool
    ) {
        if let configuration {
            self = .configuration(configuration)
        } else if isServicesOwn {
            self = .amounts
        } else if let answer {
            self = .answer(answer)
        } else if let priceList {
            self = .priceList(priceList)
        } else {
            return nil
        }
    }
}
