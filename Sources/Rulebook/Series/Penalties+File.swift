import Timing

/// Proposals to the stewards, in the words of a rulebook: `stopAndGo 60 s + shortfall`.
extension PenaltyBand.Proposal {
    private static let words =
        "none, driveThrough, stopAndGo 60 s, stopAndGo shortfall, time 30 s + shortfall, laps 1, disqualified"

    init?(_ field: Field) {
        guard let text = field.written, let proposal = Self(text) else {
            let word = field.written.flatMap { $0.split(separator: " ").first }.map(String.init)
            let near = word.flatMap {
                nearest(to: $0, of: ["none", "driveThrough", "stopAndGo", "time", "laps", "disqualified"])
            }
            field.fault(
                found: field.found, expected: "a penalty like \(Self.words)",
                remedy: near == nil || near == word ? "write it like one of these" : "write \(near ?? "")")
            return nil
        }
        self = proposal
    }

    private init?(_ text: String) {
        let word = text.prefix { $0 != " " }
        let rest = text.dropFirst(word.count).drop { $0 == " " }
        switch word {
        case "none" where rest.isEmpty: self = .none
        case "driveThrough" where rest.isEmpty: self = .driveThrough
        case "disqualified" where rest.isEmpty: self = .disqualified
        case "laps":
            guard let laps = wholeNumber(String(rest)), (1...100).contains(laps) else { return nil }
            self = .laps(laps)
        case "stopAndGo", "time":
            guard let (time, shortfall) = Self.sum(String(rest)) else { return nil }
            self = word == "time" ? .time(time, shortfall: shortfall) : .stopAndGo(time, shortfall: shortfall)
        default: return nil
        }
    }

    /// `60 s`, `shortfall` or `60 s + shortfall`.
    private static func sum(_ text: String) -> (time: Milliseconds, shortfall: Bool)? {
        if text == "shortfall" { return (.zero, true) }
        let parts = text.split(separator: " + ", omittingEmptySubsequences: false)
        guard let time = parts.first.flatMap({ Milliseconds(duration: String($0)) }), time <= .minutes(60),
            parts.count == 1 || parts.dropFirst() == ["shortfall"]
        else { return nil }
        return (time, parts.count == 2)
    }

    var written: String {
        switch self {
        case .none: "none"
        case .driveThrough: "driveThrough"
        case .stopAndGo(let time, let shortfall): "stopAndGo " + Self.written(time, shortfall)
        case .time(let time, let shortfall): "time " + Self.written(time, shortfall)
        case .laps(let laps): "laps \(laps)"
        case .disqualified: "disqualified"
        }
    }

    private static func written(_ time: Milliseconds, _ shortfall: Bool) -> String {
        guard shortfall else { return time.written }
        return time == .zero ? "shortfall" : "\(time.written) + shortfall"
    }

    /// The result can carry it without a visit to the pit lane.
    fileprivate var canBeAutomatic: Bool {
        switch self {
        case .time, .laps, .disqualified: true
        case .none, .driveThrough, .stopAndGo: false
        }
    }
}

extension PenaltyBand {
    /// Those by the count of reports are in `reports`.
    static let kinds = InfringementKind.allCases.filter { $0 != .reports }
    static let keys = kinds.map(\.rawValue) + ["automatic"]

    init?(_ field: Field) {
        guard let table = Table(field, keys: ["below", "penalty"]) else { return nil }
        let below = table["below"]?.duration(Limits.period)
        let proposal = table.required("penalty", "a penalty").flatMap { Proposal($0) }
        guard let proposal else { return nil }
        self.init(below: below, proposal)
    }

    var written: String {
        below.map { "{below: \($0.written), penalty: \(proposal.written)}" } ?? "{penalty: \(proposal.written)}"
    }
}

extension Obligations {
    /// Takes over the penalties that are stated, kind by kind; `none` for all or for one: the stewards decide.
    mutating func takePenalties(_ field: Field) {
        if field.isNone {
            (penalties, automatic) = ([:], [])
            return
        }
        guard let table = Table(field, keys: PenaltyBand.keys) else { return }
        for kind in PenaltyBand.kinds {
            if let bands = table[kind.rawValue]?.orNone({ $0.penaltyBands() }) { penalties[kind] = bands }
        }
        if let kinds = table["automatic"]?.orNone({ field -> Set<InfringementKind>? in
            field.words(of: "kinds of infringement", but: [.reports])
        }) {
            automatic = kinds ?? []
        }
        for kind in PenaltyBand.kinds where automatic.contains(kind) {
            let proposals = penalties[kind, default: []].map(\.proposal)
            guard proposals.isEmpty || !proposals.allSatisfy(\.canBeAutomatic) else { continue }
            let place = table["automatic"] ?? table.place(of: kind.rawValue)
            place.fault(
                found: "\(kind.rawValue) as automatic, with "
                    + (proposals.isEmpty ? "no penalty" : proposals.map(\.written).joined(separator: " and ")),
                expected: "a kind of which every penalty is time, laps or disqualified",
                remedy: "leave it to the stewards, or choose such penalties")
        }
    }

    /// The penalties as a file states them, where they differ from the inherited ones.
    func penaltyLines(over inherited: Obligations) -> [String] {
        var stated = PenaltyBand.kinds.filter { penalties[$0] != inherited.penalties[$0] }.map { kind in
            "\(kind.rawValue): \(penalties[kind].map(Self.written) ?? "none")"
        }
        if automatic != inherited.automatic {
            let kinds = PenaltyBand.kinds.filter(automatic.contains).map(\.rawValue)
            stated.append("automatic: [\(kinds.joined(separator: ", "))]")
        }
        return stated.isEmpty ? [] : ["penalties: {\(stated.joined(separator: ", "))}"]
    }

    private static func written(_ bands: [PenaltyBand]) -> String {
        if bands.count == 1, let only = bands.first, only.below == nil { return only.proposal.written }
        return "[\(bands.map(\.written).joined(separator: ", "))]"
    }
}

extension Field {
    /// One penalty, or several by the size of the infringement.
    fileprivate func penaltyBands() -> [PenaltyBand]? {
        guard isList else { return PenaltyBand.Proposal(self).map { [PenaltyBand($0)] } }
        guard let items = list(of: "penalties by size", atLeast: 1) else { return nil }
        var bands: [PenaltyBand] = []
        for item in items {
            guard let band = PenaltyBand(item) else { continue }
            if let last = bands.last, last.below.map({ below in band.below.map { $0 <= below } ?? false }) ?? true {
                item.fault(
                    found: band.below?.written ?? "a penalty",
                    expected: last.below.map { "one for more than \($0.written)" }
                        ?? "nothing after the penalty for any size",
                    remedy: "write the bands in the order of their size, the one without below last")
            }
            bands.append(band)
        }
        return bands
    }
}
