public import Timing

/// How far a session's publication had counted at a place in the journal (docs/journal.md, section 8).
///
/// A restart reads what stands before it together, which is cheaper, and counts on from here. Nothing rests on it:
/// where there is none, or the state there is another, every entry is read by itself, with the same bytes.
public struct Milestone: Hashable, Sendable {
    /// A narrower topic that has had a message.
    public struct Topic: Hashable, Sendable {
        /// As it is subscribed to, without the space at its end.
        public let name: String
        /// The sequence of its last message.
        public let sequence: UInt64

        /// A topic that has counted so far.
        public init(name: String, sequence: UInt64) {
            self.name = name
            self.sequence = sequence
        }
    }

    /// What stood in a car's row before its latest correction.
    public struct Corrected: Hashable, Sendable {
        /// The car.
        public let number: CarNumber
        /// As it was told.
        public let correction: Correction

        /// Of a car.
        public init(number: CarNumber, correction: Correction) {
            self.number = number
            self.correction = correction
        }
    }

    /// The segment of the place: what stands before the place is counted.
    public let segment: UInt32
    /// The byte of the segment's file at which the place is.
    public let offset: UInt64
    /// The epoch that runs there.
    public let epoch: UInt64
    /// The sequence of the epoch's first delta.
    public let firstSequence: UInt64
    /// The epoch before it; nil where there was none.
    public let previousEpoch: UInt64?
    /// The sequence of the last delta.
    public let sequence: UInt64
    /// In the order of the session's topics.
    public let topics: [Topic]
    /// Of the cars that have had one: what is read together tells no correction of what stood in between.
    public let corrections: [Corrected]
    /// What had to be done up to here, in bytes of deltas made; a crossing that was folded again counts as some.
    /// About: a journal that was read has done other folds.
    public let work: Int
    /// Stands for the classifications, the corrections and the topics, as they were there.
    public let seal: String

    /// At a place in the journal, with what the publication has counted.
    public init(
        segment: UInt32, offset: UInt64, _ publication: Publication, topics: [Topic], corrections: [Corrected] = [],
        work: Int = 0, seal: String
    ) {
        self.segment = segment
        self.offset = offset
        epoch = publication.epoch
        firstSequence = publication.firstSequence
        previousEpoch = publication.previousEpoch
        sequence = publication.sequence
        self.topics = topics
        self.corrections = corrections
        self.work = work
        self.seal = seal
    }
}

// MARK: As JSON

extension Milestone {
    /// As it stands in the file.
    public init(_ json: JSON) throws(Refusal) {
        let most = FeedDecoder.maximumInteger
        segment = UInt32(try json.require("segment", 1...0xFF_FFFF))
        offset = UInt64(try json.require("offset", 0...most))
        epoch = UInt64(try json.require("epoch", 1...most))
        firstSequence = UInt64(try json.require("firstSeq", 1...most))
        previousEpoch =
            json["previousEpoch"] == .null ? nil : UInt64(try json.require("previousEpoch", 1...most))
        sequence = UInt64(try json.require("seq", 0...most))
        guard case .object(let members)? = json["topics"] else {
            throw .wrong("topics", json["topics"]?.kind ?? "nothing", "an object")
        }
        var topics: [Topic] = []
        for member in members {
            guard let count = member.value.integer, (1...most).contains(count) else {
                throw .wrong("topics.\(member.name)", member.value.kind, "a sequence from 1")
            }
            topics.append(Topic(name: member.name, sequence: UInt64(count)))
        }
        self.topics = topics
        guard case .object(let corrected)? = json["corrections"] else {
            throw .wrong("corrections", json["corrections"]?.kind ?? "nothing", "an object")
        }
        var corrections: [Corrected] = []
        for member in corrected {
            corrections.append(
                Corrected(number: CarNumber(member.name), correction: try Correction(member.value)))
        }
        self.corrections = corrections
        work = Int(try json.require("work", 0...most))
        seal = try json.requireText("seal")
    }

    /// As it stands in the file.
    public var json: JSON {
        .object([
            .init("segment", .integer(Int64(segment))), .init("offset", .integer(Int64(clamping: offset))),
            .init("epoch", .integer(Int64(clamping: epoch))),
            .init("firstSeq", .integer(Int64(clamping: firstSequence))),
            .init("previousEpoch", previousEpoch.map { .integer(Int64(clamping: $0)) } ?? .null),
            .init("seq", .integer(Int64(clamping: sequence))),
            .init("topics", .object(topics.map { .init($0.name, .integer(Int64(clamping: $0.sequence))) })),
            .init("corrections", .object(corrections.map { .init($0.number.text, $0.correction.json) })),
            .init("work", .integer(Int64(max(work, 0)))),
            .init("seal", .string(seal)),
        ])
    }
}
