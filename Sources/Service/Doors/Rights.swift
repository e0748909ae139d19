package import Meeting
import Rulebook
package import Timing
package import Wire

/// The commands that each role may give (docs/configuration.md, "Allow-list").
package enum Rights {
    /// A kind of command, as the protocol names it.
    private enum Subject: String {
        case session, flag, driver, car, penalty, served, bulletin, ruling, message, report, conditions, clock,
            amendment, entry, startList, document, graphics

        var roles: Set<AllowList.Role> {
            switch self {
            case .session, .flag, .driver, .car: [.timekeeper, .raceControl]
            case .clock, .amendment, .entry: [.timekeeper]
            case .bulletin, .message, .report: [.raceControl]
            case .conditions, .startList: [.timekeeper, .raceControl]
            case .document: [.raceControl, .stewards]
            case .graphics: [.timekeeper, .raceControl, .graphics]
            case .penalty, .served, .ruling: [.raceControl, .stewards]
            }
        }
    }

    /// Those that may give a command at all.
    private static let deciding: Set<AllowList.Role> = [.timekeeper, .raceControl, .stewards]

    /// The roles that are let in at a door.
    static func roles(at door: Door) -> Set<AllowList.Role> {
        switch door {
        // A reader at control hears why it may not command.
        case .publication, .query, .control: [.reader, .timekeeper, .raceControl, .stewards, .graphics]
        case .journal, .other: [.standby]
        case .feed: [.feed]
        }
    }

    /// Why this speaker may not give a command; nil where it may.
    /// - Parameter act: the kind of the act of that name, where it exists: a speaker may take back only what it may
    ///   command.
    package static func refusal(
        of kind: Act.Kind, by speaker: Speaker, act: (String) -> Act.Kind?
    ) -> Refusal? {
        guard speaker.roles != nil else { return nil }
        var kind = kind
        var word = Self.subject(of: kind)?.rawValue ?? "amendment withdraw"
        while case .withdraw(let name) = kind {
            // An unknown act is refused by the core, not here.
            guard let withdrawn = act(name) else { return refusal(speaker, deciding, word) }
            kind = withdrawn
            word = "amendment withdraw of \(Self.subject(of: kind)?.rawValue ?? "amendment")"
        }
        return refusal(speaker, Self.subject(of: kind)?.roles ?? [], word)
    }

    /// Why this speaker may not command a takeover; nil where it may.
    package static func refusalOfTakeOver(by speaker: Speaker) -> Refusal? {
        refusal(speaker, [.timekeeper, .raceControl], "takeOver")
    }

    /// Why this speaker may not give a command about the meeting; nil where it may.
    /// - Parameter act: the act of the meeting of that name, where there is one: a speaker may take back only what it
    ///   may command.
    package static func refusal(
        of kind: MeetingAct.Kind, by speaker: Speaker, act: (String) -> MeetingAct.Kind?
    ) -> Refusal? {
        guard speaker.roles != nil else { return nil }
        var kind = kind
        var (word, isTakenBack) = ("", false)
        while case .withdraw(let name) = kind {
            guard let withdrawn = act(name) else {
                return refusal(speaker, deciding.union([.graphics]), "amendment withdraw")
            }
            (kind, isTakenBack) = (withdrawn, true)
        }
        let subject = subject(of: kind)
        word = isTakenBack ? "amendment withdraw of \(subject.rawValue)" : subject.rawValue
        return refusal(speaker, subject.roles, word)
    }

    private static func subject(of kind: MeetingAct.Kind) -> Subject {
        switch kind {
        case .issue: .document
        case .showGraphic, .hideGraphic: .graphics
        case .arm, .disarm, .provisional, .abandon, .reached, .shift, .show, .add, .withdraw: .session
        }
    }

    /// Why this speaker gets no answer; nil where it gets one. It may have lost its role since it was let in.
    package static func refusalOfQuery(by speaker: Speaker) -> Refusal? {
        refusal(speaker, roles(at: .query), "questions", field: "")
    }

    /// Why this speaker may not have the journal; nil where it may.
    package static func refusalOfJournal(by speaker: Speaker) -> Refusal? {
        refusal(speaker, roles(at: .journal), "the journal", field: "")
    }

    private static func refusal(
        _ speaker: Speaker, _ roles: Set<AllowList.Role>, _ word: String, field: String = "command.kind"
    ) -> Refusal? {
        guard !speaker.has(roles) else { return nil }
        let own = words(speaker.roles ?? [])
        return Refusal(
            .notAllowed, field: field, "\"\(speaker.name)\" (\(own.isEmpty ? "no role" : own)) may not do: \(word)",
            expected: "a key with the role \(words(roles).replacing(", ", with: " or "))",
            remedy: "leave it to one who has that role, or add it to the key's roles in the allow-list")
    }

    private static func words(_ roles: Set<AllowList.Role>) -> String {
        AllowList.Role.allCases.filter(roles.contains).map(\.rawValue).joined(separator: ", ")
    }

    /// Nil for a command that takes an act back.
    private static func subject(of kind: Act.Kind) -> Subject? {
        switch kind {
        case .formation, .start, .end, .final, .duration: .session
        case .flag: .flag
        case .driver: .driver
        case .retired: .car
        case .penalty: .penalty
        case .served: .served
        case .bulletin(.startList): .startList
        case .bulletin: .bulletin
        case .ruling: .ruling
        case .entry: .entry
        case .message: .message
        case .report: .report
        case .conditions: .conditions
        case .clock: .clock
        case .void, .count, .insert, .assign: .amendment
        case .withdraw: nil
        }
    }
}
