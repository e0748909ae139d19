import Foundation
import Rulebook
import Testing

@Suite("The allow-list")
struct AllowListTests {
    static let keys = [
        "Yne@$w-vo<fVvi]a<NY6T1ed:M$fCG*[IaLV{hID", "rq:rM>}U?@Lns47E1%kR.o@n%FcmmsL/@{H8]yf7",
        "JTKVSB%%)wK0E.X)V>+}o?pNmC{O&4W4b!Ni{Lh6",
    ]

    static let sample = """
        - {name: stand, key: "\(keys[0])", roles: [feed]}
        - {name: control, key: "\(keys[1])", roles: [raceControl, timekeeper]}
        - {name: first, key: "\(keys[2])", roles: [standby]}

        """

    @Test("says by which name and in which roles a key is let in")
    func parties() throws {
        let folder = try Folder()
        let list = try AllowList.load(path: folder.write("allowed.yaml", Self.sample))
        #expect(
            list.entries == [
                .init(name: "stand", key: Self.keys[0], roles: [.feed]),
                .init(name: "control", key: Self.keys[1], roles: [.timekeeper, .raceControl]),
                .init(name: "first", key: Self.keys[2], roles: [.standby]),
            ])
        #expect(list.entry(named: "control")?.key == Self.keys[1])
        #expect(list.entry(named: "somebody") == nil)
    }

    @Test("a name or a key stands there once, and nobody is called local")
    func once() throws {
        let text = """
            - {name: stand, key: "\(Self.keys[0])", roles: [feed]}
            - {name: stand, key: "\(Self.keys[0])", roles: [reader]}
            - {name: local, key: "\(Self.keys[1])", roles: [reader]}
            """
        let found = try faults(text)
        #expect(found.count == 3)
        #expect(
            found.first == "x.yaml:2:10: [2].name: found \"stand\", which line 1 has already, expected a name that no "
                + "other has; correct one of the two")
        #expect(found.dropFirst().first?.hasPrefix("x.yaml:2:22: [2].key: found ") == true, "\(found)")
        #expect(
            found.last == "x.yaml:3:10: [3].name: found \"local\", expected a name of 1 to 64 bytes that can be shown, "
                + "other than local; choose another name")
    }

    @Test(
        "a key that is cut short, or has a character that no key has, is refused",
        arguments: [
            String(keys[0].dropLast()), keys[0] + "0", "", String(keys[0].dropLast()) + "~",
            String(repeating: "#", count: 40),
        ])
    func wrongKey(_ key: String) throws {
        let found = try faults("- {name: stand, key: \"\(key)\", roles: [feed]}\n")
        #expect(found.count == 1)
        #expect(
            found.first?.hasSuffix(
                "expected a public key of 40 characters of Z85; copy what \"lapwing keys show\" prints, in quotes")
                == true)
    }

    @Test("who is on the list has a role that there is")
    func roles() throws {
        #expect(
            try faults("- {name: a, key: \"\(Self.keys[0])\", roles: [raceControll]}\n") == [
                "x.yaml:1:70: [1].roles[1]: found \"raceControll\", expected one of feed, reader, timekeeper, "
                    + "raceControl, stewards, graphics, standby; write raceControl"
            ])
        #expect(
            try faults("- {name: a, key: \"\(Self.keys[0])\", roles: []}\n") == [
                "x.yaml:1:69: [1].roles: found an empty list, expected at least one of roles; add one"
            ])
    }
}
