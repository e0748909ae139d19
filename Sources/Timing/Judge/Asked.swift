/// The requirements from an instant on: the rulebook's and the event's values, as bulletins have changed them.
///
/// They never change, and every judgement reads them: an object is not copied for it.
final class Asked: Sendable {
    /// Nil: from the beginning.
    let from: Instant?
    let obligations: Obligations
    /// Mandatory stops are.
    let asksForStops: Bool
    /// When they have to be made; nil: at any time, or none is asked for. Read for each visit, it lies apart.
    let window: MandatoryStops.Window?
    /// The name of the bulletin that changed them; nil at the beginning.
    let act: String?

    init(from: Instant?, obligations: Obligations, act: String? = nil) {
        self.from = from
        self.obligations = obligations
        asksForStops = obligations.stops != nil
        window = obligations.stops?.window
        self.act = act
    }

    /// In order of time; the first holds from the beginning.
    static func periods(_ obligations: Obligations, changedBy bulletins: [Act]) -> [Asked] {
        var periods = [Asked(from: nil, obligations: obligations)]
        var asked = obligations
        for act in bulletins {
            guard case .bulletin(let bulletin) = act.kind else { continue }
            asked.change(bulletin)
            periods.append(Asked(from: act.at, obligations: asked, act: act.id))
        }
        return periods
    }
}

extension [Asked] {
    /// The requirements at an instant.
    func last(at instant: Instant) -> Asked {
        last { $0.from.map { $0 <= instant } ?? true } ?? self[0]
    }
}

extension Obligations {
    fileprivate mutating func change(_ bulletin: Bulletin) {
        switch bulletin {
        case .window(let window): stops?.window = window
        case .minimum(let carClass?, let time): stops?.minimum.times[carClass] = time
        case .minimum(nil, let time): stops?.minimum.general = time
        case .addition(let car, let time): stops?.additions[car] = time
        case .prohibited(let from, let to):
            var times = stopTimes ?? StopTimes(to: TimeByClass(to))
            times.from = from
            times.to = TimeByClass(to)
            stopTimes = times
        case .driving(let rule, let least, let most):
            guard driving.indices.contains(rule - 1) else { return }
            if let least {
                driving[rule - 1].least = least
                // A told value holds also for a driver who is alone of his kind.
                driving[rule - 1].leastAlone = nil
            }
            if let most { driving[rule - 1].most = most }
        case .startList(let list):
            if let additions = list.additions {
                stops?.additions = Dictionary(additions.map { ($0.car, $0.time) }) { first, _ in first }
            }
            if let starters = list.starters {
                self.starters = Dictionary(starters.map { ($0.car, $0.driver) }) { first, _ in first }
            }
        case .pitSpeed: break  // Folded: it says which visits serve a penalty.
        }
    }
}
