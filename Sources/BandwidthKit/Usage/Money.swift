#if canImport(FoundationEssentials)
    public import FoundationEssentials
#else
    public import Foundation
#endif

/// An amount in a currency. Amounts of two currencies are never added up.
public struct Money: Sendable, Hashable {
    /// Exact; rounded only where it is shown.
    public let amount: Decimal

    /// ISO 4217: `USD`, `EUR`.
    public let currency: String

    /// An amount of a currency.
    public init(_ amount: Decimal, _ currency: String) {
        self.amount = amount
        self.currency = currency
    }
}

extension Money: CustomStringConvertible {
    /// To the cent with the currency: `$0.27`, `€12.00`, `12.00 CHF`.
    public var description: String {
        let amount = amount.fixed(places: 2)
        return switch currency {
        case "USD": "$\(amount)"
        case "EUR": "€\(amount)"
        case "GBP": "£\(amount)"
        default: "\(amount) \(currency)"
        }
    }
}

/// What a service charges for each amount of data over the quota.
public struct OveragePrice: Sendable, Hashable {
    /// The price of `unit`.
    public let price: Money

    /// How much data the price is for.
    public let unit: ByteCount

    /// Whether only whole units are sold: the first byte over costs a whole one.
    public let isWholeUnits: Bool

    /// `price` for each `unit`.
    public init(_ price: Money, per unit: ByteCount, wholeUnits: Bool = false) {
        self.price = price
        self.unit = unit
        self.isWholeUnits = wholeUnits
    }

    /// How many units cover `billable`; `nil` unless only whole ones are sold.
    func units(in billable: ByteCount) -> Int64? {
        guard isWholeUnits, unit.bytes > 0 else { return nil }
        return Int64(clamping: (Int128(billable.bytes) + Int128(unit.bytes) - 1) / Int128(unit.bytes))
    }

    /// What `billable` costs, exactly.
    public func cost(of billable: ByteCount) -> Money {
        guard unit.bytes > 0 else { return Money(0, price.currency) }
        if let units = units(in: billable) { return Money(price.amount * Decimal(units), price.currency) }
        return Money(price.amount * Decimal(billable.bytes) / Decimal(unit.bytes), price.currency)
    }
}
