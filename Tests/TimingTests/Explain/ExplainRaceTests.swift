import Simulation
import Testing
import Timing

@Suite("What is explained of a generated race is what its table says")
struct ExplainRaceTests {
    @Test("every lap, stop and place of troubled races", arguments: Races.seeds(12, set: 61, oneOf: 10))
    func everything(seed: UInt64) throws {
        let trial = Trial(SimulatedRace.run(.troubled(seed: seed)), seed: seed)
        // In the middle of the race, and when all is over.
        for count in [trial.inputs.count / 2, trial.inputs.count] {
            var cut = trial
            cut.inputs = Array(trial.inputs.prefix(count))
            let timekeeper = cut.run()
            let laps = timekeeper.session.entries.indices.map { timekeeper.lapping(of: CarIndex($0)).laps }
            #expect(laps.reduce(0, +) > 0, "seed \(seed)")
            for entry in timekeeper.session.entries {
                try expectLaps(of: entry.number, timekeeper, seed)
                try expectStops(of: entry.number, timekeeper, seed)
                try expectPlace(of: entry.number, timekeeper, seed)
            }
        }
    }

    private func expectLaps(of car: CarNumber, _ timekeeper: borrowing Timekeeper, _ seed: UInt64) throws {
        let known = timekeeper.car(car)
        let index = try #require(known)
        let lapping = timekeeper.lapping(of: index)
        var last: Evidence?
        for number in 1..<lapping.laps + 1 {
            let told: Comment = "seed \(seed), car \(car), lap \(number)"
            guard case .lap(let lap) = try timekeeper.explanation(of: car, .lap(number)).subject else { continue }
            #expect(lap.time == lap.ended.at - lap.began.at, told)
            #expect(last == nil || lap.began == last, told)
            last = lap.ended
            let sectors = lap.sectors.compactMap(\.time)
            if sectors.count == lap.sectors.count { #expect(sectors.reduce(.zero, +) == lap.time, told) }
            #expect(lap.notBest.isEmpty == (lapping.bestLapNumber == number), told)
            for evidence in [lap.began] + lap.sectors.compactMap(\.ended) { expectEstimate(evidence, told) }
            #expect(lap.others.allSatisfy { $0.outcome != .lap && $0.outcome != .sector }, told)
        }
        if let last, lapping.lastLap != nil {
            #expect(lapping.isTotalEstimated == (last.crossing == nil), "seed \(seed), car \(car)")
        }
    }

    /// What is provisional is where its estimate puts it; what is not was stamped there.
    private func expectEstimate(_ evidence: Evidence, _ told: Comment) {
        guard case .provisional(let estimate) = evidence.basis else {
            #expect(evidence.crossing.map { $0.at == evidence.at } ?? (evidence.basis == .signal), told)
            return
        }
        guard let estimate else {
            Issue.record("no estimate: \(told)")
            return
        }
        let (whole, now) = ((estimate.evidence.at - estimate.from).count, estimate.evidence.at)
        let sectors = estimate.sectors.map(\.count)
        switch estimate.method {
        case .latestTimes:
            let part = sectors.prefix(estimate.before).reduce(0, +)
            #expect(evidence.at == estimate.from + Milliseconds(whole * part / sectors.reduce(0, +)), told)
        case .equalParts:
            let part = Int64(estimate.before)
            #expect(evidence.at == estimate.from + Milliseconds(whole * part / Int64(sectors.count)), told)
        case .backFromSighting: #expect(evidence.at == now + Milliseconds(-sectors.reduce(0, +)), told)
        case .pitEntry, .sinceStart: #expect(estimate.from <= evidence.at && evidence.at <= now, told)
        }
    }

    private func expectStops(of car: CarNumber, _ timekeeper: borrowing Timekeeper, _ seed: UInt64) throws {
        let known = timekeeper.car(car)
        let index = try #require(known)
        for (place, visit) in timekeeper.stops(of: index).enumerated() {
            let told: Comment = "seed \(seed), car \(car), stop \(place + 1)"
            guard case .stop(let stop) = try timekeeper.explanation(of: car, .stop(place + 1)).subject else { continue }
            #expect(stop.entered?.at == visit.entered && stop.left?.at == visit.left, told)
            #expect(stop.duration == visit.duration && stop.counts == visit.counts, told)
            #expect((stop.driverIn?.driver ?? 0) == visit.driverIn, told)
            #expect((stop.driverOut?.driver ?? 0) == visit.driverOut, told)
            for named in [stop.driverIn, stop.driverOut].compactMap({ $0 }) {
                #expect((named.crossing == nil) != (named.act == nil), told)
                #expect(named.crossing?.crossing?.driver ?? named.driver == named.driver, told)
            }
        }
    }

    private func expectPlace(of car: CarNumber, _ timekeeper: borrowing Timekeeper, _ seed: UInt64) throws {
        let told: Comment = "seed \(seed), car \(car)"
        let known = timekeeper.car(car)
        let index = try #require(known)
        let standing = timekeeper.standing(of: index)
        guard case .position(let reasons) = try timekeeper.explanation(of: car, .position).subject else { return }
        #expect(reasons.position == standing.position && reasons.classPosition == standing.classPosition, told)
        #expect((reasons.notClassified == nil) == (standing.position != nil), told)
        if case .classifiedPercent(let laps, let needed, _, _) = reasons.notClassified { #expect(laps < needed, told) }
        if reasons.basis == .result, reasons.account.hasFinished || timekeeper.hasEnded {
            #expect(reasons.account.road.map { $0 + reasons.account.penalty } == standing.total, told)
        }
        if let ahead = reasons.ahead {
            #expect(ahead.distance == standing.interval, told)
            expectDistance(ahead, own: ahead.meeting?.own, other: ahead.meeting?.other, told)
        }
        if let behind = reasons.behind {
            expectDistance(behind, own: behind.meeting?.other, other: behind.meeting?.own, told)
        }
    }

    /// The distance is the difference of the passages shown, `own` behind `other`.
    private func expectDistance(
        _ neighbour: PositionReasons.Neighbour, own: Evidence?, other: Evidence?, _ told: Comment
    ) {
        guard let own, let other else { return }
        #expect(own.loop == other.loop || neighbour.distance.laps > 0 || isLine(own) && isLine(other), told)
        if let time = neighbour.distance.time { #expect(own.at - other.at == time, told) }
    }

    private func isLine(_ evidence: Evidence) -> Bool { evidence.outcome == .lap }
}
