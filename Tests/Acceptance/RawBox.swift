/// A box whose messages a test writes itself.
enum RawBox {
    /// One message a line of JSON; it has said all when it ends.
    static func says(_ messages: [String], as stand: Stand, in folder: Folder) async throws {
        let script = """
            import sys, time, zmq
            s = zmq.Context().socket(zmq.PUB); s.linger = 500; s.bind(sys.argv[1]); time.sleep(1)
            for line in sys.argv[2:]: s.send(line.encode()); time.sleep(0.1)
            time.sleep(0.7)
            """
        try await run(Project.python, ["-c", script, stand.feeds[0].connect] + messages, in: folder).well()
    }
}
