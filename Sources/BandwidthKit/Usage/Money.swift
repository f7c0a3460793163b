#if canImport(FoundationEssentials)
    public import FoundationEssentials
#else
    public import Foundation
#endif

/// An amount in a currency. Amounts in different currencies are never added up.
public struct Money: Sendable, Hashable {
    /// The exact amount; it is rounded only for display.
    public let amount: Decimal

    /// The ISO 4217 code: `USD`, `EUR`.
    public let currency: String

    /// Creates an amount in a currency.
    public init(_ amount: Decimal, _ currency: String) {
        self.amount = amount
        self.currency = currency
    }
}

extension Money: CustomStringConvertible {
    /// The amount to the cent, with its currency: `$0.27`, `€12.00`, `12.00 CHF`.
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

    /// Whether only whole units are sold: the first byte over the quota costs a whole unit.
    public let isWholeUnits: Bool

    /// When a price that is built in was looked up: `2026-03`; `nil` for a price that comes from the service or from the
    /// configuration.
    public let lookedUp: String?

    /// Creates a price of `price` for each `unit`.
    public init(_ price: Money, per unit: ByteCount, wholeUnits: Bool = false, lookedUp: String? = nil) {
        self.price = price
        self.unit = unit
        self.isWholeUnits = wholeUnits
        self.lookedUp = lookedUp
    }

    /// The number of units needed to cover `billable`; `nil` unless only whole units are sold.
    func units(in billable: ByteCount) -> Int64? {
        guard isWholeUnits, unit.bytes > 0 else { return nil }
        return Int64(clamping: (Int128(billable.bytes) + Int128(unit.bytes) - 1) / Int128(unit.bytes))
    }

    /// The exact cost of `billable`.
    public func cost(of billable: ByteCount) -> Money {
        guard unit.bytes > 0 else { return Money(0, price.currency) }
        if let units = units(in: billable) { return Money(price.amount * Decimal(units), price.currency) }
        return Money(price.amount * Decimal(billable.bytes) / Decimal(unit.bytes), price.currency)
    }
}
