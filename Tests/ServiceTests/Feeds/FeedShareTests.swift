import Service
import Testing

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

    @Test("what is brought too much at once is paid for later, and a pause gives no more than some hundred")
    func debt() {
        var share = FeedShare()
        #expect(share.now(1) == FeedShare.most)
        share.spend(10_000)
        #expect(share.now(100) == 0)
        #expect(share.now(1000) == FeedShare.most)
    }
}
