#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// A row of a saved report is one line: a JSON list of everything that a `UsageRow` holds, in the order below. Times are
/// seconds since 1970, decimal numbers are strings. Any change to this order needs a new `SavedReports.version`.
extension UsageRow {
    func write(to writer: inout LineWriter) {
        writer.append("[")
        writer.item(provider)
        writer.item(account)
        writer.item(scope.kind.name)
        writer.item(scope.id)
        writer.item(scope.label)
        writer.item(console)
        writer.item(unreadSince)
        writer.item(isUnreadForLong)
        switch result {
        case .success(let assessment):
            writer.item(true)
            assessment.write(to: &writer)
        case .failure(let error):
            writer.item(false)
            writer.item(error.code.rawValue)
            writer.item(error.httpStatus.map { Int64($0) })
            writer.item(error.message)
            writer.item(error.hint)
            writer.item(error.scope == nil)
            writer.item(error.timeLimit.map { Int64($0 / .milliseconds(1)) })
            writer.item(lastReading?.used)
            writer.item(lastReading?.quota)
            writer.item(lastReading?.time)
        }
        writer.append("0]\n")
    }

    init(line: Range<Int>, of text: [UInt8]) throws(UnreadableLine) {
        var reader = try ItemReader(LineScanner(text, in: line))
        let provider = try reader.text(), account = try reader.text()
        let kind = UsageScope.Kind(try reader.text()), id = try reader.textOrNull()
        let scope = UsageScope(kind, id: id, label: try reader.textOrNull())
        let console = try reader.textOrNull()
        let unreadSince = try reader.time(), isUnreadForLong = try reader.flag()
        let result: Result<Assessment, APIError>
        var lastReading: LastReading?
        if try reader.flag() {
            result = .success(try Assessment(from: &reader, scope))
        } else {
            var error = APIError(
                try reader.value { APIError.Code(rawValue: $0) }, "", httpStatus: try reader.integer().map { Int($0) })
            error.message = try reader.text()
            error.hint = try reader.textOrNull()
            let isOfWhole = try reader.flag()
            error.scope = isOfWhole ? nil : scope
            error.timeLimit = try reader.integer().map { .milliseconds($0) }
            result = .failure(error)
            let used = try reader.bytes(), quota = try reader.bytes(), time = try reader.time()
            if let used, let time { lastReading = LastReading(used: used, quota: quota, time: time) }
        }
        try reader.end()
        self.init(
            provider: provider, account: account, scope: scope, result: result, console: console,
            unreadSince: unreadSince, isUnreadForLong: isUnreadForLong, lastReading: lastReading)
    }
}

extension Assessment {
    fileprivate func write(to writer: inout LineWriter) {
        usage.write(to: &writer)
        writer.item(quota)
        writer.item(billable)
        writer.item(overageCost)
        writer.item(forecast?.basis.rawValue)
        writer.item(forecast?.used)
        writer.item(forecast?.exhaustedAt)
        writer.item(forecast?.billable)
        writer.item(forecast?.overageCost)
        writer.item(rules)
        writer.item(appliedRules)
        pricing.write(to: &writer)
        writer.item(status.rawValue)
        writer.item(isStale)
        writer.item(mayAlert)
        writer.item(periodBasis?.rawValue)
        writer.item(unitsSold)
        writer.item(pacePercentage)
        writer.item(elapsedPercentage)
        writer.item(dailyBudget)
        writer.item(Int64(notes.count))
        for note in notes { writer.item(note) }
    }

    fileprivate init(from reader: inout ItemReader, _ scope: UsageScope) throws(UnreadableLine) {
        usage = try Usage(from: &reader, scope)
        quota = try reader.bytes()
        billable = try reader.bytes()
        overageCost = try reader.money()
        let basis = try reader.textOrNull(), expected = try reader.bytes(), exhaustedAt = try reader.time()
        let expectedBillable = try reader.bytes(), expectedCost = try reader.money()
        if let basis = basis.flatMap({ ForecastBasis(rawValue: $0) }), let expected {
            forecast = Forecast(
                basis: basis, used: expected, exhaustedAt: exhaustedAt, billable: expectedBillable,
                overageCost: expectedCost)
        } else {
            forecast = nil
        }
        rules = try reader.rules()
        appliedRules = try reader.rules()
        pricing = try Pricing?(from: &reader)
        status = try reader.value { Status(rawValue: $0) }
        isStale = try reader.flag()
        mayAlert = try reader.flag()
        periodBasis = try reader.textOrNull().flatMap { PeriodBasis(rawValue: $0) }
        unitsSold = try reader.integer()
        pacePercentage = try reader.decimal()
        elapsedPercentage = try reader.decimal()
        dailyBudget = try reader.bytes()
        var notes: [String] = []
        for _ in 0..<(try reader.count()) { notes.append(try reader.text()) }
        self.notes = notes
    }
}

extension Usage {
    fileprivate func write(to writer: inout LineWriter) {
        writer.item(used)
        writer.item(quota)
        writer.item(billable)
        writer.item(includedQuota)
        writer.item(chargeable)
        writer.item(isStopped)
        writer.item(period?.start)
        writer.item(period?.end)
        writer.item(period?.isAssumed ?? false)
        writer.item(isPeriodAskedFor)
        writer.item(asOf)
        writer.item(unit)
        writer.item(native.used)
        writer.item(native.quota)
        writer.item(native.billable)
        writer.item(native.unit)
        writer.item(native.usedUnit)
        writer.item(overagePrice)
        writer.item(plan)
        writer.item(overageCost)
        writer.item(charge)
        writer.item(projection?.used)
        writer.item(projection?.billable)
        writer.item(projection?.overageCost)
        writer.item(drawsOnPool)
        writer.item(note)
    }

    fileprivate init(from reader: inout ItemReader, _ scope: UsageScope) throws(UnreadableLine) {
        guard let used = try reader.bytes() else { throw .damaged }
        let quota = try reader.bytes(), billable = try reader.bytes(), included = try reader.bytes()
        let chargeable = try reader.bytes()
        let isStopped = try reader.flag(), start = try reader.time(), end = try reader.time()
        let isAssumed = try reader.flag(), isAskedFor = try reader.flag(), asOf = try reader.time(),
            unit = try reader.unit()
        guard let nativeUsed = try reader.decimal() else { throw .damaged }
        let native = NativeFigures(
            used: nativeUsed, quota: try reader.decimal(), billable: try reader.decimal(), unit: try reader.unit(),
            usedUnit: try reader.unit())
        let price = try reader.price()
        let plan = try reader.textOrNull(), overageCost = try reader.money(), charge = try reader.money()
        let projected = try reader.bytes(), projectedBillable = try reader.bytes(), projectedCost = try reader.money()
        let drawsOnPool = try reader.flag()
        self.init(
            scope: scope, used: used, quota: quota, includedQuota: included, billable: billable, chargeable: chargeable,
            period: start.flatMap { start in end.flatMap { BillingPeriod(start: start, end: $0, isAssumed: isAssumed) }
            },
            isPeriodAskedFor: isAskedFor, isStopped: isStopped, asOf: asOf, unit: unit, native: native,
            overagePrice: price,
            plan: plan, overageCost: overageCost, charge: charge,
            projection: projected.map {
                Projection(used: $0, billable: projectedBillable, overageCost: projectedCost)
            },
            drawsOnPool: drawsOnPool, note: try reader.textOrNull())
    }
}

extension Pricing? {
    fileprivate func write(to writer: inout LineWriter) {
        let (source, price): (String?, OveragePrice?) =
            switch self {
            case .configuration(let price): ("configuration", price)
            case .amounts: ("amounts", nil)
            case .answer(let price): ("answer", price)
            case .priceList(let price): ("price_list", price)
            case nil: (nil, nil)
            }
        writer.item(source)
        writer.item(price)
    }

    fileprivate init(from reader: inout ItemReader) throws(UnreadableLine) {
        let source = try reader.textOrNull(), price = try reader.price()
        switch (source, price) {
        case ("configuration", let price?): self = .configuration(price)
        case ("amounts", nil): self = .amounts
        case ("answer", let price?): self = .answer(price)
        case ("price_list", let price?): self = .priceList(price)
        case (nil, nil): self = nil
        default: throw .damaged
        }
    }
}
