public import Timing

extension Refusal {
    /// A message that is for a session which does not run.
    public static func unknownSession(_ asked: String, running: String) -> Refusal {
        Refusal(
            .unknownSession, field: "session", "\"\(asked)\" does not run", expected: "\"\(running)\"",
            remedy: "leave session out, or name the one that runs")
    }

    /// The core's refusal in the protocol's words.
    public init(_ refusal: ActRefusal) {
        switch refusal {
        case .unknownCar(let car):
            self.init(
                .unknownCar, field: "command.car", "no entry has number \"\(car.text)\"",
                expected: "a number of the entry list",
                remedy: "check the number against the entry list; \"07\" and \"7\" are different cars")
        case .numberTaken(let number, let holder):
            self.init(
                .wrongValue, field: "command.number",
                "number \"\(number.text)\" is taken"
                    + (holder == number ? "" : ", by the car that was entered as \(holder.text)"),
                expected: "a number that no entry has",
                remedy: "take another, or change that entry's number first; two cars swap theirs with swapWith (--swap)"
            )
        case .transponderWorn(let transponder, let car, let other):
            self.init(
                .wrongValue, field: "command.transponders",
                "transponder \(transponder.value) would be in car \(car.text) and in car \(other.text)",
                expected: "transponders that no other entry wears",
                remedy: "read the number on the transponder again, or change one of the two entries first")
        case .withdrawnBefore(let car, let act):
            self.init(
                .wrongValue, field: "command.car", "the entry of car \(car.text) has been withdrawn by \(act)",
                expected: "a car whose entry holds", remedy: "withdraw \(act) to have the car back")
        case .unknownLoop(let loop):
            self.init(
                .unknownLoop, field: "command.loop", "the circuit has no loop \(loop.value)",
                expected: "the id of a loop", remedy: "see the circuit's loops in the event file")
        case .unknownAct(let id):
            self.init(
                .unknownAct, field: "command.act", "no act is named \"\(id)\"", expected: "the id of an act",
                remedy: "take the id from the list of decisions (lapwing decisions)")
        case .unknownCrossing(let id):
            self.init(
                .unknownCrossing, field: "command.crossing",
                "decoder \(id.decoder), epoch \(id.epoch), number \(id.number) is no car's crossing",
                expected: "a crossing that has been received",
                remedy: "take decoder, epoch and number from the delta of the crossing")
        case .nothingToReplace(let id):
            self.init(
                .unknownAct, field: "replaces", "no act is named \"\(id)\"", expected: "the id of an act",
                remedy: "take the id from the list of decisions (lapwing decisions)")
        case .nameInUse(let id):
            self.init(
                .idInUse, field: "id", "\"\(id)\" names another act", expected: "a new id",
                remedy: "give each act its own id, or leave it out")
        case .wrongPosition(let position, let count):
            self.init(
                .wrongValue, field: "command.position", "found \(position)", expected: "1 to \(count)",
                remedy: "give the position in the overall classification")
        case .unknownReport(let kind, let known):
            self.init(
                .wrongValue, field: "command.report", "the rulebook has no reports of kind \"\(kind)\"",
                expected: known.isEmpty
                    ? "no report: the rulebook says reports: none" : known.joined(separator: " or "),
                remedy: "take a word of the rulebook, or write the kind into it (reports)")
        case .nothingToServe(let id):
            self.init(
                .wrongValue, field: "command.act", "\"\(id)\" is nothing to be served",
                expected: "the id of a drive-through or stop-and-go",
                remedy: "take the id from the penalties of the snapshot")
        }
    }
}
