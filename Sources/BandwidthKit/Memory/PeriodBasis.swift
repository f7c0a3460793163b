/// How the period of a reading was determined.
enum PeriodBasis: String, Sendable, Hashable, CaseIterable {
    /// The service states it.
    case service

    /// The service doesn't state it, but the request named the days to count.
    case request

    /// The service doesn't state it; it follows from how the counter changed since the last reading.
    case counter

    /// Neither is available: the calendar month.
    case calendar
}
