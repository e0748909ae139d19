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
    /// The crossings that an assignment moved.
    public var reassigned: [Reassigned] = []
    /// The entry list reads differently.
    public var entriesChanged = false
    /// Numbers of it that no car has now, or another one.
    public var gone: [CarNumber] = []
    /// Cars with another crew: what names drivers is told again.
    var recrewed: [CarIndex] = []
    /// Transponders whose held crossings it let go.
    public var released: [Transponder] = []
    /// Crossings that were missed and taken provisionally with this input.
    public var provisional: [ProvisionalCrossing] = []
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
}
