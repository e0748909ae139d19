public import Meeting

extension Refusal {
    /// The meeting's refusal in the protocol's words.
    public init(_ refusal: MeetingRefusal) {
        let (reason, field): (Reason, String) =
            switch refusal.reason {
            case .unknownSession: (.unknownSession, "session")
            case .wrongState: (.wrongState, "session")
            case .whichSession: (.whichSession, "session")
            case .idInUse: (.idInUse, "id")
            case .unknownAct: (.unknownAct, "command.act")
            case .wrongValue: (.wrongValue, "command")
            }
        self.init(reason, field: field, refusal.found, expected: refusal.expected, remedy: refusal.remedy)
    }
}
