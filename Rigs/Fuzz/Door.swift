/// The doors by which bytes come in from outside. Behind each stand the properties that hold for any bytes.
public enum Door: String, CaseIterable, Sendable {
    /// A message of a crossing feed.
    case feed
    /// A request for crossings again, or the head of its answer.
    case range
    /// Messages to the control socket of a session that runs, and of its feeds, a line each.
    case control
    /// A request on the query socket of a session that runs.
    case query
    /// Messages to the control and query sockets of a meeting, a line each.
    case meeting
    /// A whole session from its first input on: crossings, times and acts are made of the bytes.
    case race
    /// A file of configuration.
    case page
    /// An entry list as a table.
    case table
    /// A block of a journal.
    case block
    /// A journal's directory after damage to its files, as the bytes say.
    case journal
    /// A question of one daemon of a pair to the other, or its answer.
    case pair
    /// Files of another timing system.
    case imported = "import"
    /// Lines of RMonitor.
    case rmonitor
    /// Lines of Multiloop.
    case multiloop
    /// What a box of P3 sends.
    case p3
    /// A message of an OpenStint box.
    case openstint
    /// All that a box of P3 sends to a bridge that follows it, and what is fed of it.
    case p3box
    /// The same of an OpenStint box, a message a line.
    case openstintbox

    /// Takes the bytes as this door would. Throws where a property fails; traps where the code behind traps.
    public func take(_ bytes: UnsafeRawBufferPointer) throws(Broken) {
        switch self {
        case .feed: try Self.takeFeedMessage(bytes)
        case .range: try Self.takeRange(bytes)
        case .control: try Self.takeMessages(bytes)
        case .query: try Self.takeQuery(bytes)
        case .meeting: try Self.takeMeeting(bytes)
        case .race: try Self.takeRace(bytes)
        case .page: try Self.takeFile(bytes, name: "page.yaml")
        case .table: try Self.takeFile(bytes, name: "table.csv")
        case .block: try Self.takeBlock(bytes)
        case .journal: try Self.takeJournal(bytes)
        case .pair: try Self.takePairTalk(bytes)
        case .imported: try Self.takeImport(bytes)
        case .rmonitor: try Self.takeRMonitor(bytes)
        case .multiloop: try Self.takeMultiloop(bytes)
        case .p3: try Self.takeP3(bytes)
        case .openstint: try Self.takeOpenStint(bytes)
        case .p3box: try Self.takeP3Box(bytes)
        case .openstintbox: try Self.takeOpenStintBox(bytes)
        }
    }
}
