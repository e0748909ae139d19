import Linux
import Wire
import ZeroMQ

/// Numbers that are missing are asked for, and the answers read, some of each in a turn.
extension Intake {
    mutating func askForMissing(_ now: Int64) throws(ZeroMQError) {
        for feed in links.indices {
            for lost in followers[feed].giveUpLate(now: now) {
                losses.note(lost, feed: followers[feed].name, now: now)
            }
            for lost in followers[feed].takeUnasked() {
                losses.note(ofEndedRun: lost, feed: followers[feed].name, now: now)
            }
            guard let range = followers[feed].request(now: now) else { continue }
            if try !links[feed].ask(range) { followers[feed].notSent(range, now: now) }
        }
    }

    /// Reads some of the answer that has begun to come, or of the next.
    mutating func readRecovery(_ feed: Int) throws(ZeroMQError) -> Bool {
        guard held[feed].isEmpty else { return false }
        let now = MachineClock.monotonic
        if answers[feed] == nil {
            guard try links[feed].receiveAnswer(into: &message) else { return false }
            do throws(Refusal) {
                answers[feed] = RecoveryAnswer(range: try Self.answer(message).range, goesOn: message.hasMore)
            } catch {
                answers[feed] = RecoveryAnswer(range: nil, goesOn: message.hasMore)
                refused.note(error, now: now)
            }
        }
        while let answer = answers[feed], answer.goesOn, handed < min(most, Self.inputs), held[feed].isEmpty {
            let goesOn = nextFrame(feed) && message.hasMore
            answers[feed]?.goesOn = goesOn
            guard answer.range != nil else { continue }
            do throws(Refusal) {
                answers[feed]?.frames += 1
                try read(from: feed, isRecovered: true, now: now)
            } catch {
                answers[feed]?.range = nil
                refused.note(error, now: now)
            }
        }
        if let answer = answers[feed], !answer.goesOn {
            answers[feed] = nil
            if let range = answer.range { end(answer: range, of: answer.frames, from: feed, now) }
        }
        return true
    }

    private mutating func end(answer range: FeedRange, of frames: Int, from feed: Int, _ now: Int64) {
        if followers[feed].answered(range, count: frames, now: now) {
            losses.note(gone: range, feed: followers[feed].name, now: now)
        }
    }

    /// The next frame of a recovery answer that has begun to come: whole messages come whole.
    private mutating func nextFrame(_ feed: Int) -> Bool {
        (try? links[feed].receiveAnswer(into: &message, wait: true)) == true
    }
}
