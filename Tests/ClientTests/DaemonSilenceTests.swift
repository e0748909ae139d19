import Client
import Testing

@Suite("A daemon that says nothing")
struct DaemonSilenceTests {
    @Test("its silence is said once after five seconds, and so is its end")
    func saidOnce() {
        var silence = DaemonSilence(at: ["tcp://127.0.0.1:5560"])
        #expect(silence.note(.seconds(5), isExpected: true) == nil)
        #expect(!silence.isNow)
        let said = silence.note(.milliseconds(5001), isExpected: true)
        #expect(said?.contains("says nothing at tcp://127.0.0.1:5560") == true)
        #expect(silence.isNow)
        #expect(silence.note(.seconds(60), isExpected: true) == nil)
        #expect(silence.note(.zero, isExpected: true)?.contains("heard again") == true)
        #expect(!silence.isNow)
    }

    @Test("no session shown, no word expected")
    func notExpected() {
        var silence = DaemonSilence(at: ["tcp://127.0.0.1:5560"])
        #expect(silence.note(.seconds(600), isExpected: false) == nil)
        #expect(!silence.isNow)
    }
}
