package import Client
import Linux
import Timing
import Wire

/// Follows the publication and keeps files of it, rewritten as the race goes on, on one thread.
package struct LiveFilesBridge: ~Copyable {
    /// Whose columns.
    package enum Format: String, CaseIterable, Hashable, Sendable {
        case alkamel
        case tsl
    }

    private var following: Following<LiveFilesBoard>
    private let addresses: Following<LiveFilesBoard>.Addresses
    private var files: WrittenFiles
    private var log = ErrorLines("csv")
    private let formats: [Format]
    private let pause: Int64
    private var earlier: EarlierLaps?
    private var silence: DaemonSilence
    private var shown: String?
    private var isDue = false
    private var nextWriting: Int64 = 0

    /// - Parameter pause: milliseconds between two writings at least.
    package init(
        _ addresses: Following<LiveFilesBoard>.Addresses, session: String?, to directory: String, formats: [Format],
        pause: Int64
    ) throws {
        let files = try WrittenFiles(directory)
        let following = try Following(addresses, session: session, reader: LiveFilesBoard())
        self.files = files
        self.following = following
        self.addresses = addresses
        silence = DaemonSilence(at: addresses.publication)
        self.formats = formats
        self.pause = pause
        log.say("writes to \(directory)")
    }

    /// Goes on until the process ends.
    /// - Throws: where the sockets of the publication fail.
    package mutating func run() throws {
        while true { try turn() }
    }

    private mutating func turn() throws {
        do {
            if try following.follow(milliseconds: 100) { isDue = true }
        } catch let refused as Refused {
            log.complain("refused (\(refused.reason.text)): \(refused.message); \(refused.remedy)")
            nap()
        } catch let refusal as Refusal {
            log.complain("an answer cannot be read: \(refusal)")
            nap()
        }
        let isExpected = shown != nil || following.meeting == nil
        if let line = silence.note(following.silentFor, isExpected: isExpected) { log.say(line) }
        guard let table = following.reader.follower.table else { return }
        if shown != table.session {
            shown = table.session
            log.say("shows session \(table.session)")
            earlier = EarlierLaps(addresses, before: table)
        }
        if let earlier, earlier.session == table.session, let laps = earlier.taken() {
            following.reader.take(earlier: laps)
            isDue = true
        }
        write(table)
    }

    /// Does not ask again at once.
    private func nap() { Pause.milliseconds(500) }

    private mutating func write(_ table: RaceTable) {
        let now = MachineClock.monotonic
        guard isDue, now >= nextWriting else { return }
        nextWriting = now + pause
        isDue = false
        let memory = following.reader.memory
        let told = formats.flatMap { format in
            switch format {
            case .alkamel: AlKamelFiles.files(table, memory)
            case .tsl: TSLFiles.files(table, memory)
            }
        }
        do throws(ServingFault) {
            try files.write(told)
        } catch {
            log.say("\(error); it is tried again")
            isDue = true
        }
    }
}
