import BandwidthKit

extension SetupDialogue {
    /// Offers to run it every hour.
    func schedule() async throws {
        let scheduler = Scheduler(processes: context.processes, environment: context.environment)
        if let schedule = await scheduler.schedule() {
            try await complete(schedule, by: scheduler)
            return
        }
        let job = job(sendsAlerts: sendsAlerts)
        if let problem = job.problem {
            dialogue.say(.failed, "not scheduled: \(problem)")
            return
        }
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
            (variables.unfit + (isTimer ? [] : Array(job.variables.keys))).sorted(),
            place: isTimer ? "systemctl --user edit bandwidth" : "crontab -e")
    }

    /// Has a schedule that exists already send alerts too.
    private func complete(_ schedule: Scheduler.Schedule, by scheduler: Scheduler) async throws {
        // A schedule whose commands aren't understood may do anything, this too.
        let commands = await scheduler.commands(of: schedule) ?? []
        let own = commands.filter { scheduler.reads(absolutePath, $0) }
        if !commands.isEmpty, own.isEmpty {
            dialogue.say(.warning, "\(schedule.description), but not with this configuration")
            sayWhatToRun(job(sendsAlerts: sendsAlerts))
            return
        }
        dialogue.say(.fine, schedule.description)
        guard sendsAlerts, !own.isEmpty, !own.contains(where: \.sendsAlerts) else { return }
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

    /// The path of the file, which exists, from the root.
    private var absolutePath: String {
        file.path.hasPrefix("/") ? file.path : file.path.realPath ?? file.path
    }

    private func sayWhatToRun(_ job: Scheduler.Job) {
        // What is shown would be another path.
        guard job.problem == nil else { return }
        dialogue.say("To check every hour, have this run:")
        dialogue.say("  \(job.words.map(\.shellWord).joined(separator: " "))")
    }

    /// What is to be run.
    private func job(sendsAlerts: Bool) -> Scheduler.Job {
        // A scheduled run has neither this folder nor these variables.
        let isUsual = ["BANDWIDTH_CONFIG", "XDG_CONFIG_HOME"].allSatisfy { (context.environment[$0] ?? "").isEmpty }
        let config = isUsual && option.isEmpty ? [] : ["--config", absolutePath]
        let notify = sendsAlerts ? ["--notify", "crossing"] : []
        return Scheduler.Job(
            [context.program(), "--quiet"] + config + notify, variables: variables.fit, minute: context.randomMinute())
    }

    /// Variables that a scheduled run needs, and the names of those that can't be in its file: a proxy's address may
    /// contain a password.
    private var variables: (fit: [String: String], unfit: [String]) {
        let proxies = ["HTTPS_PROXY", "HTTP_PROXY", "NO_PROXY", "https_proxy", "http_proxy", "no_proxy"]
        let names = proxies + ["SSL_CERT_FILE", "XDG_STATE_HOME"]
        let all = context.environment.filter { names.contains($0.key) && !$0.value.isEmpty }
        let fit = all.filter { name, value in
            !value.hasControlCharacter && !(proxies.contains(name) && value.utf8.contains(UInt8(ascii: "@")))
        }
        return (fit, all.keys.filter { fit[$0] == nil })
    }

    /// Says which variables a scheduled run lacks: those of the configuration, and others.
    private func warnOfVariables(_ others: [String], place: String) {
        let missing = ((try? loader.load(file: file.path))?.variables ?? []) + others
        guard !missing.isEmpty else { return }
        let them = missing.count == 1 ? "it" : "them"
        dialogue.say(.warning, "it doesn't see your \(missing.joined(separator: ", ")); set \(them) with \(place)")
    }
}
