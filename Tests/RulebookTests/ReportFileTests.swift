import Rulebook
import Testing
import Timing

@Suite("What a series says of reports")
struct ReportFileTests {
    private func rules(_ text: String) throws -> [ReportRule] {
        let folder = try Folder()
        return try Series.load(path: folder.write("s.yaml", Sample.series + text)).rules.reports
    }

    @Test("kinds in the file's order, with steps, what is beyond, the reset and the lap")
    func kinds() throws {
        let text = """
            reports:
              trackLimits:
                steps: [{count: 3, follows: warning}, {count: 4, follows: driveThrough}]
                beyond: again
                reset: driverChange
                resetAt: [6 h, 12:00:00, 18 h]
                deletesLap: true
              unsafeRelease: {steps: [{count: 1, follows: time 5 s}]}
              blueFlags:

            """
        let limits = ReportRule(
            "trackLimits", steps: [.init(count: 3, .warning), .init(count: 4, .infringement(.driveThrough))],
            beyond: .again, reset: .driverChange, resetTimes: [.minutes(360), .minutes(720), .minutes(1080)],
            deletesLap: true)
        let unsafe = ReportRule(
            "unsafeRelease", steps: [.init(count: 1, .infringement(.time(.seconds(5), shortfall: false)))])
        #expect(try rules(text) == [limits, unsafe, ReportRule("blueFlags")])
    }

    @Test("a series that says nothing has track limits, counted only; none takes no report")
    func unsaid() throws {
        #expect(try rules("") == [ReportRule("trackLimits")])
        #expect(try rules("reports: none\n") == [])
    }

    @Test(
        "what cannot be is a fault at its place",
        arguments: [
            ("reports: [trackLimits]\n", "6:10: reports: found a list"),
            ("reports: {track-limits: {}}\n", "6:11: reports."),
            ("reports: {a: {step: 1}}\n", "6:15: reports.a.step: found an unknown key"),
            ("reports: {a: {beyond: each}}\n", "6:23: reports.a.beyond: found each without steps"),
            (
                "reports: {a: {reset: lap}}\n",
                "6:22: reports.a.reset: found \"lap\", expected one of session, driverChange"
            ),
            (
                "reports: {a: {resetAt: [6 h, 6 h]}}\n",
                "6:30: reports.a.resetAt[2]: found \"6 h\", expected a time after 360 min"
            ),
            ("reports: {a: {resetAt: [0 s]}}\n", "6:25: reports.a.resetAt[1]: found"),
            ("reports: {a: {steps: []}}\n", "6:22: reports.a.steps: found an empty list"),
            (
                "reports: {a: {steps: [{count: 2, follows: warning}, {count: 2, follows: none}]}}\n",
                "6:53: reports.a.steps[2]: found count 2, expected one of more than 2"
            ),
            (
                "reports: {a: {steps: [{count: 1, follows: time shortfall}]}}\n",
                "6:43: reports.a.steps[1].follows: found \"time shortfall\", expected a penalty without shortfall"
            ),
            ("penalties: {reports: driveThrough}\n", "6:13: penalties.reports: found an unknown key"),
        ])
    func wrong(_ text: String, _ expected: String) throws {
        let found = try faults(Sample.series + text)
        #expect(found.count == 1, "\(found)")
        #expect(found.first?.hasPrefix("x.yaml:" + expected) == true, "\(found)")
    }
}
