/// A moment as clock and calendar show it, without a time zone: Gregorian, in whole seconds.
struct CivilTime: Sendable, Hashable {
    var year: Int
    var month: Int
    var day: Int
    var hour = 0
    var minute = 0
    var second = 0

    init(year: Int, month: Int, day: Int) {
        self.year = year
        self.month = month
        self.day = day
    }

    /// - Parameter seconds: Since 1970, shifted by the offset of the zone that is meant.
    init(seconds: Int) {
        let days = seconds.flooredDivision(by: 86_400)
        let rest = seconds - days * 86_400
        self.init(days: days)
        hour = rest / 3600
        minute = rest / 60 % 60
        second = rest % 60
    }

    /// - Parameter days: Since 1970-01-01.
    private init(days: Int) {
        // Years are counted from March, so that the leap day is a year's last, in eras of 400 years.
        let shifted = days + 719_468
        let era = shifted.flooredDivision(by: 146_097)
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let monthFromMarch = (5 * dayOfYear + 2) / 153
        let month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
        self.init(
            year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0),
            month: month,
            day: dayOfYear - (153 * monthFromMarch + 2) / 5 + 1
        )
    }

    /// Days since 1970-01-01.
    private var days: Int {
        let year = month <= 2 ? year - 1 : year
        let era = year.flooredDivision(by: 400)
        let yearOfEra = year - era * 400
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
    }

    /// Seconds since 1970, as if this were UTC.
    var seconds: Int { days * 86_400 + hour * 3600 + minute * 60 + second }

    /// 0 is Sunday.
    var weekday: Int { (days + 4) - (days + 4).flooredDivision(by: 7) * 7 }
}

extension Int {
    fileprivate func flooredDivision(by divisor: Int) -> Int {
        self >= 0 ? self / divisor : (self + 1) / divisor - 1
    }
}
