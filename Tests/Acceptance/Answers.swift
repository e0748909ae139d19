import Foundation

/// How a daemon fares (docs/protocol.md, section 4.6), in the members that tests ask for.
struct Status: Decodable {
    struct Feed: Decodable {
        let name: String
        let state: String
        let messages: Int
        let crossings: Int
        let repeated: Int
        let decoders: [Decoder]
    }

    struct Decoder: Decodable {
        let decoder: UInt32
        let next: Int
        let received: Int
        let missing: Int
        let lost: Int
        let recovered: Int
        let restarts: Int
    }

    struct Inputs: Decodable {
        let crossings: Int
        let acts: Int
    }

    struct Queues: Decodable {
        let lane: Int
    }

    struct Journal: Decodable, Equatable {
        let state: String
        let segment: Int
        let offset: Int
    }

    struct Pair: Decodable {
        struct Copied: Decodable {
            let segment: Int
            let offset: Int
            let fault: String?
        }

        let role: String
        let standby: Copied?
    }

    let seq: Int
    let epoch: Int
    let journal: Journal?
    let pair: Pair?
    let feeds: [Feed]
    let refused: [String: Int]
    let inputs: Inputs
    let queues: Queues

    /// Whether so many crossings and acts have been received and worked off, and nothing is awaited.
    func holds(crossings: Int, acts: Int) -> Bool {
        let decoders = feeds[0].decoders
        return decoders.reduce(0) { $0 + $1.received } == crossings && decoders.allSatisfy { $0.missing == 0 }
            && inputs.crossings >= crossings && inputs.acts >= acts && queues.lane == 0
    }
}

/// What `results` answers.
struct RaceResults {
    struct Row: Decodable {
        struct Stop: Decodable {
            let inMs: Int?
            let outMs: Int?
        }

        let number: String
        let position: Int?
        let status: String
        let laps: Int
        let totalMs: Int?
        let gapMs: Int?
        let gapLaps: Int
        let intervalMs: Int?
        let intervalLaps: Int
        let lastLapMs: Int?
        let bestLapMs: Int?
        let bestLap: Int?
        let stops: [Stop]
    }

    private struct Message: Decodable {
        struct Race: Decodable { let phase: String }
        let race: Race
        let classification: [Row]
    }

    /// The message as it was printed.
    let text: String
    /// The bytes of the array `classification`.
    let classification: Substring
    let phase: String
    let rows: [Row]

    init(_ text: String) throws {
        self.text = text
        let message = try JSONDecoder().decode(Message.self, from: Data(text.utf8))
        rows = message.classification
        phase = message.race.phase
        // It is the last member: from its name to the brace that closes the message.
        guard let start = text.range(of: "\"classification\":"), let end = text.lastIndex(of: "}") else {
            throw Trouble("no classification in \(text.prefix(400))")
        }
        classification = text[start.upperBound..<end]
        guard classification.hasPrefix("["), classification.hasSuffix("]") else {
            throw Trouble("the classification is not the last member of \(text.prefix(400))")
        }
    }

    func row(_ number: String) throws -> Row {
        guard let row = rows.first(where: { $0.number == number }) else { throw Trouble("no car \(number)") }
        return row
    }
}
