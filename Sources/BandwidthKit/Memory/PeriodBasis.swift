/// How the period of a reading was found.
enum PeriodBasis: String, Sendable, Hashable, CaseIterable {
    /// The service says it.
    case service

    /// The service doesn't; what the counter did since the last reading shows it.
    case counter

    /// Neither: the calendar month.
    case calendar
}
