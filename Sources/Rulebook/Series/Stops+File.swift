import Timing

/// How long a visit to the pit lane may be told to last, and by when it may be told to be made.
enum Limits {
    static let stop = Milliseconds(1) ... .minutes(1440)
    static let clock = Milliseconds.zero ... .minutes(60_000)
    static let period = Milliseconds(1) ... .minutes(60_000)
}

extension MandatoryStops {
    static let keys = ["number", "window", "minimum", "driverChange", "underRed"]

    init(_ table: Table, over inherited: MandatoryStops?) {
        self = inherited ?? MandatoryStops()
        if let number = table["number"]?.integer(1...100) { self.number = number }
        if let driverChange = table["driverChange"]?.truth() { self.driverChange = driverChange }
        if let underRed = table["underRed"]?.truth() { self.underRed = underRed }
        if let times = table["minimum"]?.timeByClass() { minimum = times }
        let window = window
        if let changed = table["window"]?.orNone({ field in
            Table(field, keys: Window.keys).flatMap { Window($0, over: window) }
        }) {
            self.window = changed
        }
    }

    var written: String {
        "{number: \(number), window: \(window?.written ?? "none"), minimum: \(minimum.written), "
            + "driverChange: \(driverChange), underRed: \(underRed)}"
    }
}

extension MandatoryStops.Window {
    static let keys = ["opens", "closes", "by"]

    init?(_ table: Table, over inherited: MandatoryStops.Window?) {
        let opens = table.value("opens", "from when stops count", over: inherited?.opens) { $0.duration(Limits.clock) }
        let closes = table.value("closes", "before when stops count", over: inherited?.closes) {
            $0.duration(Limits.clock)
        }
        let by: Reference? = table["by"].map { $0.word() } ?? inherited?.by ?? .entry
        guard let opens, let closes, let by else { return nil }
        guard opens < closes else {
            table.place(of: "closes").fault(closes, notAfter: opens, "a time")
            return nil
        }
        self.init(opens: opens, closes: closes, by: by)
    }

    var written: String { "{opens: \(opens.written), closes: \(closes.written), by: \(by.rawValue)}" }
}

extension StopTimes {
    static let keys = ["from", "to", "jokers", "jokersPerBlock", "block"]

    init(_ table: Table, over inherited: StopTimes?) {
        self = inherited ?? StopTimes(to: TimeByClass())
        if let times = table["to"]?.timeByClass() { to = times }
        if let from = table["from"]?.duration(.zero ... .minutes(1440)) { self.from = from }
        if let jokers = table["jokers"]?.integer(0...100) { self.jokers = jokers }
        if let most = table["jokersPerBlock"]?.integer(1...100) { jokersPerBlock = most }
        if let block = table["block"]?.orNone({ $0.duration(Limits.period) }) { self.block = block }
        if let least = (to.times.values + [to.general].compactMap(\.self)).min(), least <= from {
            table.place(of: "to").fault(least, notAfter: from, "a time")
        }
    }

    var written: String {
        "{from: \(from.written), to: \(to.written), jokers: \(jokers), jokersPerBlock: \(jokersPerBlock), "
            + "block: \(block?.written ?? "none")}"
    }
}

extension TechnicalStop {
    static let keys = ["minimum", "from", "to", "greenOnly"]

    init?(_ table: Table, over inherited: TechnicalStop?) {
        let minimum = table.value("minimum", "how long it lasts at least", over: inherited?.minimum) {
            $0.duration(Limits.stop)
        }
        let to = table.value("to", "before when it is made", over: inherited?.to) { $0.duration(Limits.clock) }
        guard let minimum, let to else { return nil }
        self = inherited ?? TechnicalStop(minimum: minimum, to: to)
        (self.minimum, self.to) = (minimum, to)
        if let from = table["from"]?.duration(Limits.clock) { self.from = from }
        if let greenOnly = table["greenOnly"]?.truth() { self.greenOnly = greenOnly }
        if from >= to { table.place(of: "to").fault(to, notAfter: from, "a time") }
    }

    var written: String {
        "{minimum: \(minimum.written), from: \(from.written), to: \(to.written), greenOnly: \(greenOnly)}"
    }
}

extension TimeByClass {
    /// The name that stands for all entries without a name of their own.
    static let everybody = "all"

    var written: String {
        guard !times.isEmpty else { return general?.written ?? "none" }
        let stated = times.sorted { $0.key < $1.key }.map { "\(quoted($0.key)): \($0.value.written)" }
        let rest = general.map { ["\(Self.everybody): \($0.written)"] } ?? []
        return "{\((stated + rest).joined(separator: ", "))}"
    }
}

extension Field {
    /// A time for all, `none`, or times by class and cup.
    fileprivate func timeByClass() -> TimeByClass? {
        guard isMapping else {
            return orNone { $0.duration(Limits.stop) }.map { TimeByClass($0) }
        }
        var times = TimeByClass()
        for (name, _, value) in named("times by class and cup") ?? [] {
            guard let time = value.duration(Limits.stop) else { continue }
            if name == TimeByClass.everybody { times.general = time } else { times.times[name] = time }
        }
        return times
    }
}
