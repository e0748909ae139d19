import Service
import Testing
import Timing

@Suite("A feed's share beside others")
struct FeedShareTests {
    @Test("a flood brings fifty thousand inputs a second in the long run, and some hundred at once")
    func flood() {
        var share = FeedShare()
        var brought = 0
        for now in Int64(1)...2000 {
            for _ in 0..<10 {
                let may = min(share.now(now), 512)
                share.spend(may)
                brought += may
            }
        }
        #expect((100_000...101_000).contains(brought))
    }

    @Test("while the lanes are behind a flood brings what it has left, and a box of a circuit goes on as before")
    func behind() {
        var (flood, box) = (FeedShare(), FeedShare())
        var (brought, held) = (0, 0)
        for now in Int64(1)...2000 {
            // The lanes keep up in one millisecond of twenty.
            let areBehind = !now.isMultiple(of: 20)
            let may = flood.now(now, areLanesBehind: areBehind)
            flood.spend(may)
            brought += may
            // Sixty cars and more in a second, each read twice.
            if box.now(now, areLanesBehind: areBehind) < 1 { held += 1 }
            if now.isMultiple(of: 8) { box.spend(1) }
        }
        #expect(brought == FeedShare.most + 100 * 50)
        #expect(held == 0)
    }

    @Test("what is brought too much at once is paid for later, and a pause gives no more than some hundred")
    func debt() {
        var share = FeedShare()
        #expect(share.now(1) == FeedShare.most)
        share.spend(10_000)
        #expect(share.now(100) == 0)
        #expect(share.now(1000) == FeedShare.most)
    }

    private func crossing(at stamp: Int64) -> Crossing {
        Crossing(
            id: CrossingID(decoder: 101, epoch: 1, number: UInt64(stamp)), stamp: 1000 * stamp,
            transponder: Transponder(7), loop: LoopID(1))
    }

    @Test("a flood of this second that the lanes cannot keep up with waits with the late crossings, but for some")
    func density() {
        var share = FeedShare()
        var live = 0
        for now in Int64(1)...10_000 {
            _ = share.now(now, areLanesBehind: true)
            for _ in 0..<20 where !share.isTooMuch(crossing(at: 1_000_000 + now), now: now) { live += 1 }
        }
        // A thousand, and fifty in each of ten seconds.
        #expect((1490...1510).contains(live))
    }

    @Test("a flood waits for as long as it lasts, though the lanes keep up meanwhile")
    func lasting() {
        var share = FeedShare()
        var live = 0
        for now in Int64(1)...20_000 {
            _ = share.now(now, areLanesBehind: now < 200)
            for _ in 0..<20 where !share.isTooMuch(crossing(at: 1_000_000 + now), now: now) {
                live += now > 1000 ? 1 : 0
            }
        }
        #expect(live <= 19 * 50)
    }

    @Test("what lanes keep up with never waits, nor does a race that is replayed a thousand times as fast as it was")
    func replay() {
        var (quick, replayed) = (FeedShare(), FeedShare())
        for now in Int64(1)...10_000 {
            _ = quick.now(now, areLanesBehind: false)
            _ = replayed.now(now, areLanesBehind: true)
            for place in Int64(0)..<7 {
                let isQuick = quick.isTooMuch(crossing(at: now), now: now)
                let isReplayed = replayed.isTooMuch(crossing(at: now * 1000 + place * 140), now: now)
                #expect(!isQuick && !isReplayed)
            }
        }
    }

    @Test("a box that was weeks ahead for a moment makes a replay wait for some seconds, not for ever")
    func ahead() {
        var share = FeedShare()
        var late = 0
        for now in Int64(1)...30_000 {
            _ = share.now(now, areLanesBehind: true)
            if now == 5000 { _ = share.isTooMuch(crossing(at: 1000 * now + 3_600_000_000), now: now) }
            for place in Int64(0)..<2 where share.isTooMuch(crossing(at: now * 1000 + place * 500), now: now) {
                late += now > 20_000 ? 1 : 0
            }
        }
        #expect(late == 0)
    }
}
