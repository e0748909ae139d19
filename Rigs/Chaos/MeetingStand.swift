import Foundation
import Glibc
import Rulebook

extension Stand {
    /// The same address of the first (0) or the second (1) daemon of a pair.
    func second(_ address: String, _ place: Int) -> String {
        guard place > 0 else { return address }
        guard address.hasPrefix("tcp://"), let colon = address.lastIndex(of: ":"),
            let port = Int(address[address.index(after: colon)...])
        else { return "\(address)-\(place + 1)" }
        return "\(address[..<colon]):\(port + 20 * place)"
    }

    /// The configuration of a daemon; `alone`: as if it were none of a pair.
    func configuration(_ place: Int, alone: Bool) -> String { "\(folder)/\(alone ? "alone" : "lapwing")-\(place).yaml" }

    func log(_ place: Int) -> String { second(log, place) }

    func notify(_ place: Int) -> String { second(notify, place) }

    private func top(_ place: Int) -> String { "\(disk)/journal-\(place)" }

    /// The folder of a daemon's record of the meeting.
    func record(_ place: Int) throws -> String {
        let files = FileManager.default
        let top = top(place)
        let found = try files.contentsOfDirectory(atPath: top).flatMap { event in
            // A daemon that was overruled puts its own journal aside.
            try files.contentsOfDirectory(atPath: "\(top)/\(event)").filter { !$0.contains(".aside-") }
                .map { "\(top)/\(event)/\($0)" }
        }
        guard let journal = found.first, found.count == 1 else {
            throw Failure("\(top) has \(found.count) journals instead of one")
        }
        return journal
    }

    /// Writes the event, and the configurations of so many daemons that run the whole meeting.
    func write(_ race: MeetingRace, daemons: Int, segmentBytes: Int) throws {
        try write(race.event.yaml(), to: event)
        for place in 0..<daemons {
            try FileManager.default.createDirectory(atPath: top(place), withIntermediateDirectories: true)
            let lines = [
                "event: event.yaml",
                "feeds: [{name: feed 1, connect: \"\(feeds[0].feed)\", recovery: \"\(feeds[0].recovery)\"}]",
                "publication: \(second(publication, place))", "query: \(second(query, place))",
                "control: \(second(control, place))",
                "journal: {directory: \(top(place)), segment: \(segmentBytes)}",
                "limits: {requestsPerSecond: 1000000, publicationQueue: 200000, feedQueue: 200000}",
            ]
            try write(lines.joined(separator: "\n") + "\n", to: configuration(place, alone: true))
            let pair = daemons > 1 ? [Second.pair(of: self, isPrimary: place == 0)] : []
            try write((lines + pair).joined(separator: "\n") + "\n", to: configuration(place, alone: false))
        }
    }
}
