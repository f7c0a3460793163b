import BandwidthKit

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

extension SetupDialogue {
    /// Offers to run it every hour.
    func schedule() async throws {
        let scheduler = Scheduler(processes: context.processes, environment: context.environment)
        if let schedule = await scheduler.schedule() {
            try await complete(schedule, by: scheduler)
            return
        }
        let job = job(sendsAlerts: sendsAlerts)
        let isTimer = await scheduler.hasUserManager()
        let hasCron = isTimer ? false : await scheduler.hasCron()
        guard isTimer || hasCron else {
            sayWhatToRun(job)
            return
        }
        if hasCron { dialogue.say("  \(job.crontabLine)") }
        let question = hasCron ? "Add this line to your crontab, to check every hour?" : "Check every hour?"
        guard try dialogue.confirm(question, usual: true) else { return }
        do {
            if isTimer {
                try await scheduler.installUserTimer(job)
            } else {
                try await scheduler.installCrontabLine(job)
            }
            dialogue.say(.fine, isTimer ? "systemd user timer" : "your crontab runs it")
        } catch {
            dialogue.say(.failed, "not scheduled: \(error)")
            sayWhatToRun(job)
            return
        }
        if isTimer { dialogue.say("  It runs while you are logged in; for always: loginctl enable-linger") }
        warnOfVariables(
            isTimer ? [] : job.variables.keys.sorted(),
            place: isTimer ? "systemctl --user edit bandwidth" : "crontab -e")
    }

    /// Has a schedule that exists already send alerts too.
    private func complete(_ schedule: Scheduler.Schedule, by scheduler: Scheduler) async throws {
        let commands = await scheduler.commands(of: schedule)
        if !option.isEmpty, commands?.contains(absolutePath) == false {
            dialogue.say(.warning, "\(schedule.description), but not with this configuration")
            sayWhatToRun(job(sendsAlerts: sendsAlerts))
            return
        }
        dialogue.say(.fine, schedule.description)
        guard sendsAlerts, commands?.contains("--notify") == false else { return }
        dialogue.say(.warning, "it sends no alerts")
        guard try dialogue.confirm("Have it send them?", usual: true) else { return }
        do {
            try await scheduler.change(schedule, from: job(sendsAlerts: false), to: job(sendsAlerts: true))
            dialogue.say(.fine, "it sends alerts")
        } catch {
            dialogue.explain(.failed, "not changed: \(error); add '--notify crossing' to the command that it runs")
        }
    }

    private var sendsAlerts: Bool { !file.entries(of: .channels).isEmpty }

    private var absolutePath: String {
        file.path.hasPrefix("/") ? file.path : URL(filePath: file.path).standardized.path(percentEncoded: false)
    }

    private func sayWhatToRun(_ job: Scheduler.Job) {
        dialogue.say("To check every hour, have this run:")
        dialogue.say("  \(job.words.map(\.shellWord).joined(separator: " "))")
    }

    /// What is to be run.
    private func job(sendsAlerts: Bool) -> Scheduler.Job {
        // A scheduled run has neither this folder nor these variables.
        let isUsual = ["BANDWIDTH_CONFIG", "XDG_CONFIG_HOME"].allSatisfy { (context.environment[$0] ?? "").isEmpty }
        let config = isUsual && option.isEmpty ? [] : ["--config", absolutePath]
        let notify = sendsAlerts ? ["--notify", "crossing"] : []
        let names = [
            "HTTPS_PROXY", "HTTP_PROXY", "NO_PROXY", "https_proxy", "http_proxy", "no_proxy", "SSL_CERT_FILE",
            "XDG_STATE_HOME",
        ]
        let variables = context.environment.filter { names.contains($0.key) && !$0.value.isEmpty }
        return Scheduler.Job(
            [context.program(), "--quiet"] + config + notify, variables: variables, minute: context.randomMinute())
    }

    /// Says which variables a scheduled run lacks: those of the configuration, and others.
    private func warnOfVariables(_ others: [String], place: String) {
        let missing = ((try? loader.load(file: file.path))?.variables ?? []) + others
        guard !missing.isEmpty else { return }
        let them = missing.count == 1 ? "it" : "them"
        dialogue.say(.warning, "it doesn't see your \(missing.joined(separator: ", ")); set \(them) with \(place)")
    }
}
