import Client
import HTTPTypes
import NIOCore
import Timing
import Wire

/// The paths of docs/web.md.
struct Paths: Sendable {
    /// What answers a request.
    enum Answer {
        case whole(WebAnswer)
        /// A stream of the session, from behind this id on.
        case live(SessionFollower, after: String?)
    }

    let assets: PageAssets
    let event: EventLook
    let view: PublicView
    let sessions: Sessions
    let meeting: MeetingFollower
    let inquiry: Inquiry
    let counters: WebCounters
    let limits: WebLimits
    let about: JSON

    func answer(_ request: WebRequest) async -> Answer {
        guard request.method == .get || request.method == .head else {
            return .whole(.refusal(.methodNotAllowed, "only GET and HEAD are answered here"))
        }
        let parts = request.path.split(separator: "/", omittingEmptySubsequences: true)
        switch parts.count {
        case 0: return .whole(.page(assets.index, request))
        case 1 where parts[0] == "logo":
            return .whole(event.logo.map { .page($0, request) } ?? .notFound)
        case 1 where parts[0] == "status": return .whole(.json(status, request))
        case 2 where parts[0] == "api" && parts[1] == "meeting": return .whole(meetingAnswer(request))
        case 2 where parts[0] == "api" && parts[1] == "event": return .whole(.json(eventAnswer, request))
        case 3... where parts[0] == "assets":
            let name = parts[2...].joined(separator: "/")
            return .whole(assets.file(parts[1], name).map { .asset($0, request) } ?? .notFound)
        case 4... where parts[0] == "api" && parts[1] == "sessions":
            return await session(String(parts[2]), parts[3...].map(String.init), request)
        default: return .whole(.notFound)
        }
    }

    private var status: JSON {
        .members(["v": .integer(1), "type": .string("webStatus"), "about": about, "counts": counters.json])
    }

    private var eventAnswer: JSON { event.json(meeting, logo: event.logo == nil ? nil : "/logo") }

    private func meetingAnswer(_ request: WebRequest) -> WebAnswer {
        meeting.json.map { .json($0, request) } ?? .notYet
    }

    // MARK: Of a session

    private func session(_ id: String, _ rest: [String], _ request: WebRequest) async -> Answer {
        guard meeting.has(id) else { return .whole(meeting.shown == nil ? .notYet : .notFound) }
        guard let follower = sessions.follower(of: id) else { return .whole(.notYet) }
        switch (rest.first ?? "", rest.count) {
        case ("board", 1): return .whole(await board(follower, request))
        case ("live", 1):
            guard counters[.readers] < limits.readers else {
                counters.add(.refused)
                return .whole(.notYet)
            }
            return .live(follower, after: request.lastEventID ?? request.query("after"))
        case ("cars", 2): return .whole(await car(rest[1], follower, request))
        case ("explain", 1): return .whole(await explain(follower, request))
        case ("results", 1): return .whole(await ask(.results, follower, request))
        default: return .whole(.notFound)
        }
    }

    /// A session that nobody has asked for before is there after a moment.
    private func latest(_ follower: SessionFollower) async -> SessionFollower.Latest? {
        for _ in 0..<250 {
            if let latest = follower.latest { return latest }
            try? await Task.sleep(for: .milliseconds(20))
        }
        return nil
    }

    private func board(_ follower: SessionFollower, _ request: WebRequest) async -> WebAnswer {
        guard let board = await latest(follower)?.board else { return .notYet }
        return .tagged(board.tag, request, plain: { board.plain }, gzipped: { board.gzipped })
    }

    private func car(_ number: String, _ follower: SessionFollower, _ request: WebRequest) async -> WebAnswer {
        guard let latest = await latest(follower) else { return .notYet }
        let car = CarNumber(number)
        guard let entry = latest.table.entry(of: car), let row = latest.table.row(of: car) else { return .notFound }
        return .json(OpenedRow(row, entry, latest, view).json, request)
    }

    private func explain(_ follower: SessionFollower, _ request: WebRequest) async -> WebAnswer {
        guard let car = request.query("car") else { return .refusal(.badRequest, "expected ?car=NUMBER") }
        let thing: ExplainedThing
        if let lap = request.query("lap") {
            guard let lap = Int(lap), lap > 0 else { return .refusal(.badRequest, "expected the number of a lap") }
            thing = .lap(lap)
        } else if let stop = request.query("stop") {
            guard let stop = Int(stop), stop > 0 else { return .refusal(.badRequest, "expected the number of a stop") }
            thing = .stop(stop)
        } else if let name = request.query("obligation") {
            guard let id = ObligationID(name) else { return .refusal(.badRequest, "expected an obligation, as stop1") }
            guard view.showsVerdicts else { return .refusal(.forbidden, "verdicts are not shown here") }
            thing = .obligation(id)
        } else {
            thing = .position
        }
        return await ask(.explain(CarNumber(car), thing), follower, request)
    }

    private func ask(_ query: Query, _ follower: SessionFollower, _ request: WebRequest) async -> WebAnswer {
        guard let latest = await latest(follower) else { return .notYet }
        let named = meeting.isOfMeeting ? follower.session : nil
        switch await inquiry.ask(query.bytes(session: named), at: latest.board.state.id) {
        case .answer(let json): return .json(view.shown(json), request)
        case .refused(let refused): return .refusal(.notFound, refused.message)
        case .later: return .notYet
        }
    }
}
