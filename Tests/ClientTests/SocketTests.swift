import Client
import Testing
import Timing
import Wire
import ZeroMQ

@Suite("Following and asking through real sockets")
struct SocketTests {
    /// Follows until it has all that was played.
    private func follow(_ following: inout Following<Follower>, _ server: ToldServer) throws {
        server.play()
        let deadline = ContinuousClock.now + .seconds(60)
        while ContinuousClock.now < deadline {
            _ = try following.follow(milliseconds: 10)
            let last = server.last
            if last > 0, following.reader.table?.sequence == last, following.reader.question == nil { return }
        }
        Issue.record("it stands at \(following.reader.table?.sequence ?? 0), the daemon at \(server.last)")
    }

    @Test("who has the right keys joins and has the table at the end, though messages were lost and others unreadable")
    func keys() throws {
        let server = try ToldServer(try TroubledRace(seed: 5), keys: try CurveKeys())
        let own = try CurveKeys()
        let security = Security.curveClient(server: try #require(server.keys).publicKey, own: own)
        var following = try Following(
            .init(
                publication: [server.publication], query: [server.query], publicationSecurity: security,
                querySecurity: security),
            reader: Follower())
        try following.join(seconds: 20)
        #expect(following.reader.table?.sequence == 0)
        try follow(&following, server)
        let table = try #require(following.reader.table)
        let end = RaceTable(try PublishedSnapshot(JSON(try server.stop())))
        #expect(table.differences(from: end) == [])
        #expect(table.sequence > 20)
        #expect(following.unreadable > 0)
    }

    @Test("who has no keys, or those of another daemon, gets nothing, and is told that the keys do not fit")
    func wrongKeys() throws {
        let server = try ToldServer(try TroubledRace(seed: 5), keys: try CurveKeys())
        let another = Security.curveClient(server: try CurveKeys().publicKey, own: try CurveKeys())
        for security in [Security.none, another] {
            do {
                _ = try Asker([server.query], timeout: 1, security: security).answer(.snapshot)
                Issue.record("it was answered")
            } catch AskFailure.unanswered(let addresses, let seconds, let failure) {
                #expect(addresses == [server.query] && seconds == 1)
                #expect(failure != nil)
            }
            var following = try Following(
                .init(
                    publication: [server.publication], query: [server.query], publicationSecurity: security,
                    querySecurity: security),
                reader: Follower())
            let error = #expect(throws: AskFailure.self) { try following.join(seconds: 1) }
            guard case .unanswered? = error else {
                Issue.record("\(String(describing: error))")
                return
            }
        }
        _ = try server.stop()
    }

    @Test("what led to a table is read in order, from as far back as it is kept, and comes to the same table")
    func history() throws {
        for keeping in [nil, 60] as [UInt64?] {
            let server = try ToldServer(try TroubledRace(seed: 5), keeping: keeping)
            var following = try Following(
                .init(publication: [server.publication], query: [server.query]), reader: Follower())
            try following.join(seconds: 20)
            try follow(&following, server)
            let table = try #require(following.reader.table)
            var (again, sequences) = (table, [UInt64]())
            let asker = try Asker([server.query], timeout: 10)
            try asker.history(of: table) { delta in
                sequences.append(delta.sequence)
                again.apply(delta)
            }
            let first = try #require(sequences.first)
            #expect(sequences == Array(first...table.sequence))
            #expect(keeping.map { first > table.sequence - $0 && first <= table.sequence - $0 / 4 } ?? (first == 1))
            #expect(table.differences(from: again) == [])
            var some: [UInt64] = []
            try asker.history(of: table, atMost: 10) { some.append($0.sequence) }
            #expect(some == Array((table.sequence - 9)...table.sequence))
            _ = try server.stop()
        }
    }

    @Test("of a pair the one that runs the session answers, and is followed")
    func pair() throws {
        let race = try TroubledRace(seed: 6)
        let standby = try ToldServer(race, isStandby: true)
        let active = try ToldServer(race)
        let answer = try Asker([standby.query, active.query], timeout: 5).answer(.snapshot)
        guard case .snapshot = answer else {
            Issue.record("\(answer)")
            return
        }
        var following = try Following(
            .init(
                publication: [standby.publication, active.publication], query: [standby.query, active.query]),
            session: race.session.id, reader: Follower())
        try following.join(seconds: 20)
        try follow(&following, active)
        let table = try #require(following.reader.table)
        let end = RaceTable(try PublishedSnapshot(JSON(try active.stop())))
        #expect(table.differences(from: end) == [])
        _ = try standby.stop()
    }

    @Test("a standby alone refuses, and says why")
    func standby() throws {
        let standby = try ToldServer(try TroubledRace(seed: 6), isStandby: true)
        do {
            _ = try Asker([standby.query], timeout: 5).answer(.snapshot)
            Issue.record("it was answered")
        } catch AskFailure.refused(let refused) {
            #expect(refused.reason == .standby)
        }
        _ = try standby.stop()
    }

    @Test("nobody there is no answer, in the time that was given")
    func nobody() throws {
        let began = ContinuousClock.now
        #expect(throws: AskFailure.unanswered(addresses: ["tcp://127.0.0.1:9"], seconds: 1, failure: nil)) {
            try Asker(["tcp://127.0.0.1:9"], timeout: 1).frames(Query.status.bytes(session: nil))
        }
        #expect(ContinuousClock.now - began < .seconds(4))
    }
}
