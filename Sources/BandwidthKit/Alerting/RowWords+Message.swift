extension RowWords {
    /// `Linode`: what the provider is called; `nil` where it is no brand.
    var brand: String? {
        guard let name = Registry<any UsageProvider>.builtIn[row.provider]?.summary.name else { return row.provider }
        guard name.lowercased().contains(row.provider.lowercased()) else { return nil }
        return name.split(separator: " (").first.map(String.init) ?? name
    }

    /// `Netlify teams/Example Team`
    var fullName: String {
        let isUnnamed = row.provider == row.account
        guard let brand else { return name }
        guard row.scope.kind == .account else { return "\(brand) \(isUnnamed ? partName : name)" }
        return fullAccountName
    }

    /// `Linode production`
    var fullAccountName: String {
        guard let brand else { return row.account.printable }
        return row.provider == row.account ? brand : "\(brand) \(row.account.printable)"
    }

    /// Why it is high, for a row whose share was told.
    var alarm: String? {
        guard let rule = assessment?.rules.first, let reason else { return nil }
        let text = rule.measure == .actual ? "above \(rule.limit)%" : reason
        return text.prefix(1).uppercased() + text.dropFirst()
    }
}

extension RowWords {
    /// What fills a placeholder; `nil` where there is nothing to say.
    func value(of placeholder: MessageTemplate.Placeholder) -> String? {
        switch placeholder {
        case .title, .body, .event, .date: nil
        case .name: name
        case .provider: brand ?? row.provider
        case .account: row.account.printable
        case .scope: row.scope.kind.words
        case .status: row.status.rawValue
        case .verdict: runsOut
        case .used: assessment.flatMap { unit?.text($0.usage.used) }
        case .quota: assessment?.quota.flatMap { unit?.text($0) }
        case .share: share
        case .expected: shareByEnd
        case .runsOut: exhaustionDay
        case .cost: costSoFar
        case .expectedCost: costByEnd
        case .budget: dailyBudget
        case .periodEnd: lastDay
        case .link: row.console
        }
    }
}
