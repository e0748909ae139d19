import ArgumentParser
import Foundation
import Simulation
import Timing
import Version

/// The fault harness: whole races through real daemons, and everything that can go wrong.
@main
struct LapwingChaos: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "lapwing-chaos",
        abstract: "Do everything to lapwingd that can happen to it, and look what is lost.",
        discussion: """
            Each run is a whole race in about a second, with a real daemon that has a journal, a real feed, race \
            control and a subscriber. Afterwards the final classification has to be the undisturbed race's, and what \
            the subscriber heard what the daemon makes of its journal when it reads it again, byte for byte.
            """, version: Build.words(of: "lapwing-chaos"))

    @Option(help: "Only this fault.")
    var only: FaultKind?

    @Option(help: "The first run's seed; each further run has the next.")
    var seed: UInt64 = 1

    @Option(help: "How many runs of each fault.")
    var runs: Int?

    @ArgumentParser.Flag(help: "Ten times as many runs.")
    var longer = false

    @Option(help: "So many minutes of all kinds mixed, in place of a number of runs.")
    var minutes: Double?

    @ArgumentParser.Flag(help: "A handful of each fault: whether all still goes together.")
    var few = false

    @Option(help: "Recordings to play beside the usual races.")
    var recording: [String] = []

    @Option(help: "Seconds in which a race is played.")
    var seconds = 0.6

    @Option(help: "Runs at one time.")
    var atOnce = 4

    @ArgumentParser.Flag(help: "Leave out the full disk, where nothing can be mounted.")
    var withoutFullDisk = false

    @ArgumentParser.Flag(help: "Keep the files of runs that lost something.")
    var keep = false

    @ArgumentParser.Flag(help: "Say of each run where it is not as the undisturbed one.")
    var differences = false

    @Option(help: "Folder of lapwingd; that of this program when not given.")
    var bin: String?

    func run() throws {
        let kinds = (only.map { [$0] } ?? FaultKind.allCases).filter { !withoutFullDisk || !$0.needsDisk }
        if kinds.contains(where: \.needsDisk), !Apart.isThere {
            Apart.enter()
            throw Failure(
                "NO DISK CAN BE FILLED HERE: it takes root, or `unshare -rm`; --without-full-disk leaves that out")
        }
        let own = CommandLine.arguments[0].split(separator: "/", omittingEmptySubsequences: false).dropLast()
        let programs = Programs(bin ?? own.joined(separator: "/"))
        let races =
            try [ChaosRace.simulated()] + [try ChaosRace.real()].compactMap(\.self)
            + recording.map(ChaosRace.recorded)
        for race in races {
            print(
                "\(race.name): \(race.session.entries.count) cars, \(race.crossings.count) crossings, \(race.acts.count) acts"
            )
        }
        let all = minutes == nil ? inTurn(kinds) : mixed(kinds)
        let campaign = try Campaign(
            all, of: races, programs, seconds: seconds, minutes: minutes, keeps: keep, isTalkative: differences,
            recordings: recording)
        let began = microseconds()
        let tally = try campaign.run(atOnce: atOnce)
        print("\(tally.text)\n\(tally.all.count) runs in \((microseconds() - began) / 1_000_000) s")
        if withoutFullDisk { print("NOTE: no disk was full") }
        guard tally.failed.isEmpty else { throw ExitCode(1) }
    }

    private func inTurn(_ kinds: [FaultKind]) -> [(kind: FaultKind, seed: UInt64)] {
        kinds.flatMap { kind in (0..<UInt64(count(kind))).map { (kind: kind, seed: seed + $0) } }
    }

    /// More runs than there is time for, as often of each kind as usual, mixed at random.
    private func mixed(_ kinds: [FaultKind]) -> [(kind: FaultKind, seed: UInt64)] {
        var random = SeededGenerator(seed: seed, stream: 2000)
        return random.shuffled(
            kinds.flatMap { kind in (0..<UInt64(kind.usual * 20)).map { (kind: kind, seed: seed + $0) } })
    }

    private func count(_ kind: FaultKind) -> Int {
        runs ?? (few ? kind.few : kind.usual * (longer ? 10 : 1))
    }
}
