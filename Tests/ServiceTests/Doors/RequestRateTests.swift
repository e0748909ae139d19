import Service
import Testing
import Wire

@Suite("How fast a peer may ask")
struct RequestRateTests {
    @Test("five seconds' worth at once, then as many as the rate allows")
    func burst() {
        var rate = RequestRate(perSecond: 100)
        let peer = RequestRate.Peer.party("bridge")
        var taken = 0
        for _ in 0..<1000 where rate.admits(peer, now: 0) { taken += 1 }
        #expect(taken == 500)
        taken = 0
        for now in Int64(1)...10_000 where rate.admits(peer, now: now) { taken += 1 }
        #expect(taken == 1000)
        #expect(rate.refusal.reason == .tooFast)
    }

    @Test("who is refused waits no longer than one who did not ask")
    func noPenalty() {
        var rate = RequestRate(perSecond: 1)
        let peer = RequestRate.Peer.address("10.0.0.5")
        for _ in 0..<5 { expect(&rate, true, peer, now: 0) }
        for now in Int64(0)..<1000 { expect(&rate, false, peer, now: now) }
        expect(&rate, true, peer, now: 1000)
    }

    @Test("one peer's storm takes nothing from another")
    func apart() {
        var rate = RequestRate(perSecond: 2)
        while rate.admits(.party("storm"), now: 7) {}
        expect(&rate, true, .party("calm"), now: 7)
        expect(&rate, true, .address("storm"), now: 7)
    }

    @Test("after any pause, however long, no more than the burst comes at once")
    func pause() {
        var rate = RequestRate(perSecond: 10)
        while rate.admits(.party("x"), now: 0) {}
        var taken = 0
        for _ in 0..<1000 where rate.admits(.party("x"), now: 1 << 40) { taken += 1 }
        #expect(taken == 50)
    }

    @Test("twenty thousand strangers are not all remembered, and one who storms among them stays so")
    func bounded() {
        var rate = RequestRate(perSecond: 1000)
        while rate.admits(.party("storm"), now: 0) {}
        for stranger in 0..<20_000 {
            let isAdmitted = rate.admits(.connection(withUnsafeBytes(of: stranger) { Array($0) }), now: 0)
            guard stranger % 1000 == 0 else { continue }
            #expect(isAdmitted)
            #expect(rate.peers <= RequestRate.mostPeers)
            expect(&rate, false, .party("storm"), now: 0)
        }
    }

    @Test("the largest rate that can be configured is one request a microsecond")
    func fastest() {
        var rate = RequestRate(perSecond: 1_000_000)
        var taken = 0
        for _ in 0..<10_000 where rate.admits(.party("x"), now: 5) { taken += 1 }
        #expect(taken == 10_000)
    }

    private func expect(_ rate: inout RequestRate, _ isAdmitted: Bool, _ peer: RequestRate.Peer, now: Int64) {
        let answer = rate.admits(peer, now: now)
        #expect(answer == isAdmitted, "\(peer) at \(now)")
    }
}
