import Board
import Testing
import Wire

@Suite("What the public sees of an answer")
struct PublicViewTests {
    private let results = #"""
        {"infringements":[{"car":"7","id":"stop1","state":"reported"},{"car":"8","id":"stop1","state":"decided"}],
        "verdicts":[{"car":"7","id":"stop1","state":"short"},{"car":"7","id":"driverChange1","state":"served"},
        {"car":"8","id":"stop1","state":"late"}],"crossing":{"number":3,"transponder":4711},
        "rules":[{"key":"stops.number","place":"/etc/lapwing/series/asia.yaml:19"},{"key":"x","place":null}]}
        """#

    private func shown(_ view: PublicView) throws -> JSON { view.shown(try JSON(Array(results.utf8))) }

    @Test("no transponder, and a rulebook by the name of its file")
    func usual() throws {
        let seen = try shown(PublicView())
        #expect(seen["crossing"] == .object([.init("number", .integer(3))]))
        #expect(seen["rules"]?.elements?.map { $0["place"]?.text } == ["asia.yaml:19", nil])
        #expect(seen["verdicts"]?.elements?.count == 3 && seen["infringements"]?.elements?.count == 2)
        #expect(try shown(PublicView(showsTransponders: true))["crossing"]?["transponder"] == .integer(4711))
    }

    @Test("a fault that nobody has decided on yet is not told where faults are not to be shown; a decided one is")
    func undecided() throws {
        let seen = try shown(PublicView(showsVerdicts: false))
        #expect(seen["verdicts"]?.elements?.map { $0["state"]?.text } == ["served", "late"])
        #expect(seen["infringements"]?.elements?.map { $0["car"]?.text } == ["8"])
    }
}
