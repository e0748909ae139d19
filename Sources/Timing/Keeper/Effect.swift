/// The effect of one input.
public struct Effect: Equatable, Sendable {
    /// The outcome of the input itself.
    public var outcome: Outcome
    /// The car of a crossing.
    public var car: CarIndex?
    /// Official time of a car's crossing: its stamp less what its decoder's clock is known to be ahead.
    public var at: Instant?
    /// The flag shown when it crossed; nil before the first.
    public var flag: Flag?
    /// The input belonged before others that had been applied: what was published has been corrected.
    public var isCorrection = false
    /// Verdicts that read differently, cars in order of the entry list.
    public var verdicts: [VerdictChange] = []
    /// What else reads differently, beside the rows of cars.
    var anew: SessionParts = []
    /// The lists of the extension below: one element where one of them holds something, else none. So an effect, which
    /// every crossing makes, is small.
    private var seldom: [Seldom] = []

    init(outcome: Outcome, car: CarIndex? = nil, at: Instant? = nil, unknownChanged: Bool = false) {
        self.outcome = outcome
        self.car = car
        self.at = at
        self.unknownChanged = unknownChanged
    }
}

/// What reads differently, one by one.
extension Effect {
    /// Nothing does beside the rows of cars, and nothing else is told than the outcome.
    public var isOfRowsAlone: Bool { anew.isEmpty && verdicts.isEmpty && seldom.isEmpty }

    /// Phase, flag, start, finish or a best lap.
    public var raceChanged: Bool {
        get { anew[.race] }
        set { anew[.race] = newValue }
    }

    /// The held crossings of unknown transponders.
    public var unknownChanged: Bool {
        get { anew[.unknown] }
        set { anew[.unknown] = newValue }
    }

    /// The list of flags.
    public var flagsChanged: Bool {
        get { anew[.flags] }
        set { anew[.flags] = newValue }
    }

    /// The list of penalties.
    public var penaltiesChanged: Bool {
        get { anew[.penalties] }
        set { anew[.penalties] = newValue }
    }

    /// The list of acts that wait for a decision.
    public var pendingChanged: Bool {
        get { anew[.pending] }
        set { anew[.pending] = newValue }
    }

    /// Dead loops or decoders' clocks.
    public var loopsChanged: Bool {
        get { anew[.loops] }
        set { anew[.loops] = newValue }
    }

    /// The list of doubts.
    public var doubtsChanged: Bool {
        get { anew[.doubts] }
        set { anew[.doubts] = newValue }
    }

    /// The entry list.
    public var entriesChanged: Bool {
        get { anew[.entries] }
        set { anew[.entries] = newValue }
    }

    /// The list of infringements.
    public var infringementsChanged: Bool {
        get { anew[.infringements] }
        set { anew[.infringements] = newValue }
    }

    /// The list of race control's messages.
    public var messagesChanged: Bool {
        get { anew[.messages] }
        set { anew[.messages] = newValue }
    }

    /// The reports about cars, or their counts.
    public var reportsChanged: Bool {
        get { anew[.reports] }
        set { anew[.reports] = newValue }
    }

    /// The conditions.
    public var conditionsChanged: Bool {
        get { anew[.conditions] }
        set { anew[.conditions] = newValue }
    }

    /// The cars start in another order, or it names them otherwise.
    public var gridChanged: Bool {
        get { anew[.grid] }
        set { anew[.grid] = newValue }
    }

    /// The net classification is told anew.
    public var isNetDue: Bool {
        get { anew[.net] }
        set { anew[.net] = newValue }
    }
}

/// Lists that few inputs bring.
extension Effect {
    /// The crossings that an assignment moved.
    public var reassigned: [Reassigned] {
        get { seldom.first?.reassigned ?? [] }
        set { change { $0.reassigned = newValue } }
    }

    /// Numbers of the entry list that no car has now, or another one.
    public var gone: [CarNumber] {
        get { seldom.first?.gone ?? [] }
        set { change { $0.gone = newValue } }
    }

    /// Cars with another crew: what names drivers is told again.
    var recrewed: [CarIndex] {
        get { seldom.first?.recrewed ?? [] }
        set { change { $0.recrewed = newValue } }
    }

    /// Transponders whose held crossings it let go.
    public var released: [Transponder] {
        get { seldom.first?.released ?? [] }
        set { change { $0.released = newValue } }
    }

    /// Crossings that were missed and taken provisionally with this input.
    public var provisional: [ProvisionalCrossing] {
        get { seldom.first?.provisional ?? [] }
        set { change { $0.provisional = newValue } }
    }

    private mutating func change(_ body: (inout Seldom) -> Void) {
        var lists = seldom.first ?? Seldom()
        body(&lists)
        seldom = lists == Seldom() ? [] : [lists]
    }

    private struct Seldom: Equatable {
        var reassigned: [Reassigned] = []
        var gone: [CarNumber] = []
        var recrewed: [CarIndex] = []
        var released: [Transponder] = []
        var provisional: [ProvisionalCrossing] = []
    }
}
