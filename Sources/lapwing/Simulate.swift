import ArgumentParser
import Recording
import Rulebook
import Simulation

/// `lapwing simulate`: a made-up race with its truth.
struct Simulate: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Simulate a Blancpain GT Series Asia race at Sepang with made-up crews.",
        discussion: "Writes a recording and `truth.json`, the classification as the simulator itself knows it.")

    @Option(name: .shortAndLong, help: "Directory to write.")
    var output: String

    @Option(help: "The same seed is the same race.")
    var seed: UInt64 = 2018

    func run() throws {
        let race = SimulatedRace.run(RaceSetting(seed: seed))
        try race.recording.write(
            directory: output, notes: ["Simulated, seed \(seed). Crews and teams are made up."])
        try TextFile.write(Array(race.truth.json.utf8), to: "\(output)/truth.json")
        print(
            "\(race.event.name): \(race.event.entries.count) cars, \(race.recording.crossings.count) crossings, seed \(seed), in \(output)"
        )
    }
}
