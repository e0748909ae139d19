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
    /// Phase, flag, start, finish or a best lap changed.
    public var raceChanged = false
    /// The held crossings of unknown transponders changed.
    public var unknownChanged = false
    /// The list of flags reads differently.
    public var flagsChanged = false
    /// The list of penalties does.
    public var penaltiesChanged = false
    /// The list of acts that wait for a decision does.
    public var pendingChanged = false
    /// Dead loops or decoders' clocks.
    public var loopsChanged = false
    /// The list of doubts reads differently.
    public var doubtsChanged = false
    /// The entry list reads differently.
    public var entriesChanged = false
    /// Verdicts that read differently, cars in order of the entry list.
    public var verdicts: [VerdictChange] = []
    /// The list of infringements does.
    public var infringementsChanged = false
    /// The list of race control's messages does.
    public var messagesChanged = false
    /// The reports about cars, or their counts.
    public var reportsChanged = false
    /// The conditions.
    public var conditionsChanged = false
    /// The cars start in another order, or it names them otherwise.
    public var gridChanged = false
    /// The net classification is told anew.
    public var isNetDue = false
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
