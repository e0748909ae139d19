package import Client
package import Wire

/// A session's table as it stands, in parts of which each says all of its thing: a car's row, its stops, the alerts.
///
/// The narrower topics of the publication say what changed. Who comes later can do nothing with the last change alone:
/// so a part here is the whole row, as the snapshot has it, and the last message of a subject is enough. The table is
/// a value without a socket, made of a snapshot and the deltas behind it, and put right by every snapshot that follows.
package struct KeptTable {
    /// The delta that the table holds last; nil while it has to wait for a snapshot.
    package private(set) var place: StreamPlace?
    /// How many parts a snapshot has found other than the deltas had made them. None, or one of both is wrong.
    package private(set) var putRight = 0

    private var session = ""
    private var rows: [String: [JSON.Member]] = [:]
    private var stops: [String: JSON] = [:]
    private var verdicts: [String: [JSON]] = [:]
    private var infringements = JSON.array([])
    private var doubts = JSON.array([])
    /// Each part's thing.
    private var things: [String: Thing] = [:]
    /// Parts that are to be sent, in no order.
    private var changed: Set<String> = []
    /// Parts that the stream keeps.
    private var kept: Set<String> = []
    /// Parts that have been said to be no more.
    private var ended: Set<String> = []
    /// The last deltas that came while there was no table: a snapshot may be older than they are.
    private var early: [DeltaFrame] = []

    private enum Thing: Hashable {
        case row(String)
        case stops(String)
        case alerts
    }

    private static let mostEarly = 1024

    package init() {}

    // MARK: What there is to send

    /// A part that is to be sent; nil when all that is known has been.
    package var next: String? { place == nil ? nil : changed.first }

    /// Takes a part out, as it stands now.
    package mutating func take(_ part: String) -> [UInt8] {
        changed.remove(part)
        kept.insert(part)
        var members: [JSON.Member] = [
            .init("v", .integer(1)), .init("type", .string("")), .init("session", .string(session)),
            .init("epoch", .integer(Int64(clamping: place?.epoch ?? 0))),
            .init("seq", .integer(Int64(clamping: place?.sequence ?? 0))),
        ]
        func type(_ name: String) { members[1] = .init("type", .string(name)) }
        switch things[part] {
        case .row(let number):
            type("row")
            members.append(.init("row", .object(rows[number] ?? [])))
        case .stops(let number):
            type("stops")
            members += [
                .init("number", .string(number)), .init("stops", stops[number] ?? .array([])),
                .init("verdicts", .array(verdicts[number] ?? [])),
            ]
        case .alerts:
            type("alerts")
            members += [.init("infringements", infringements), .init("doubts", doubts)]
        case nil:
            ended.insert(part)
            type(part.hasPrefix("car.") ? "row" : "stops")
            members.append(.init(part.hasPrefix("car.") ? "row" : "stops", .null))
        }
        return JSON.object(members).bytes
    }

    /// A part that was sent has not been kept, or nobody knows.
    package mutating func takeBack(_ part: String) {
        changed.insert(part)
        ended.remove(part)
    }

    /// Takes the parts that the stream keeps already: those of cars that have gone meanwhile are said to be no more.
    package mutating func note(kept parts: [String]) {
        kept.formUnion(parts)
        if place != nil { endOthers() }
    }

    private mutating func endOthers() {
        ended.subtract(things.keys)
        changed.formUnion(kept.subtracting(things.keys).subtracting(ended))
    }

    // MARK: What is published

    /// Takes a snapshot.
    package mutating func take(snapshot bytes: [UInt8], epoch: UInt64, sequence: UInt64) throws(Refusal) {
        let told = StreamPlace(epoch: epoch, sequence: sequence, number: 0)
        if let place, told < place { return }
        let isCheck = place == told
        let before = self
        let json = try JSON(bytes)
        (rows, stops, verdicts) = ([:], [:], [:])
        session = json["session"]?.text ?? ""
        for row in json["rows"]?.elements ?? [] { merge(row) }
        for verdict in json["verdicts"]?.elements ?? [] { judge(verdict) }
        infringements = json["infringements"] ?? .array([])
        doubts = json["doubts"] ?? .array([])
        place = told
        relist()
        let others = Set(things.keys.filter { !isSame($0, in: before) })
        if isCheck { putRight += others.count }
        changed.formUnion(others)
        endOthers()
        let behind = early
        early = []
        for delta in behind { try take(delta) }
    }

    /// The members of a row in another order are the same row.
    private func isSame(_ part: String, in other: KeptTable) -> Bool {
        guard let thing = things[part], other.things[part] == thing else { return false }
        switch thing {
        case .row(let number):
            let (mine, others) = (rows[number] ?? [], other.rows[number] ?? [])
            return mine.count == others.count && Set(mine) == Set(others)
        case .stops(let number):
            return stops[number] == other.stops[number]
                && Set(verdicts[number] ?? []) == Set(other.verdicts[number] ?? [])
        case .alerts: return infringements == other.infringements && doubts == other.doubts
        }
    }

    /// Takes a delta. One that does not follow the last is left, and the table waits for a snapshot.
    package mutating func take(_ delta: DeltaFrame) throws(Refusal) {
        let told = StreamPlace(epoch: delta.epoch, sequence: delta.sequence, number: 0)
        guard let place else {
            if early.count >= Self.mostEarly { early.removeFirst(Self.mostEarly / 2) }
            early.append(delta)
            return
        }
        guard told > place else { return }
        guard told.sequence == place.sequence + 1 else {
            self.place = nil
            early = [delta]
            return
        }
        let json: JSON
        do throws(Refusal) {
            json = try JSON(delta.bytes)
        } catch {
            self.place = nil
            throw error
        }
        self.place = told
        for car in json["gone"]?.elements ?? [] {
            guard let number = car.text else { continue }
            (rows[number], stops[number], verdicts[number]) = (nil, nil, nil)
        }
        for row in json["rows"]?.elements ?? [] { merge(row) }
        for verdict in json["verdicts"]?.elements ?? [] { judge(verdict) }
        if let list = json["infringements"] { infringements = list }
        if let list = json["doubts"] { doubts = list }
        if json["infringements"] != nil || json["doubts"] != nil { changed.insert(RelaySubjects.alerts) }
        if json["entries"] != nil {
            let before = things
            relist()
            changed.formUnion(things.keys.filter { before[$0] == nil })
            endOthers()
        }
        for row in json["rows"]?.elements ?? [] { touch(row, hasStops: row["stops"] != nil) }
        for verdict in json["verdicts"]?.elements ?? [] { touch(verdict, hasStops: true, hasRow: false) }
    }

    private mutating func touch(_ thing: JSON, hasStops: Bool, hasRow: Bool = true) {
        guard let number = (thing["number"] ?? thing["car"])?.text, let carClass = carClass(of: number) else { return }
        if hasRow { changed.insert(RelaySubjects.row(of: number, in: carClass)) }
        if hasStops { changed.insert(RelaySubjects.stops(of: number, in: carClass)) }
    }

    /// Each member that a row holds replaces that of before (docs/protocol.md, section 4.2).
    private mutating func merge(_ row: JSON) {
        guard case .object(let members) = row, let number = row["number"]?.text else { return }
        var merged = rows[number] ?? []
        if row["gapMs"] != nil { merged.removeAll { $0.name == "gapIsNow" } }
        for member in members where member.name != "stops" {
            if let index = merged.firstIndex(where: { $0.name == member.name }) {
                merged[index] = member
            } else {
                merged.append(member)
            }
        }
        rows[number] = merged
        if let visits = row["stops"] { stops[number] = visits }
    }

    /// A verdict replaces the one of its car and id; without a state there is none any more.
    private mutating func judge(_ verdict: JSON) {
        guard let number = verdict["car"]?.text else { return }
        var judged = verdicts[number] ?? []
        let place = judged.firstIndex { $0["id"] == verdict["id"] }
        switch (place, verdict["state"]?.text) {
        case (let place?, .some): judged[place] = verdict
        case (let place?, nil): judged.remove(at: place)
        case (nil, .some): judged.append(verdict)
        case (nil, nil): break
        }
        verdicts[number] = judged
    }

    private func carClass(of number: String) -> String? {
        rows[number]?.first { $0.name == "class" }?.value.text
    }

    private mutating func relist() {
        things = [RelaySubjects.alerts: .alerts]
        for number in rows.keys {
            guard let carClass = carClass(of: number) else { continue }
            things[RelaySubjects.row(of: number, in: carClass)] = .row(number)
            things[RelaySubjects.stops(of: number, in: carClass)] = .stops(number)
        }
    }
}
