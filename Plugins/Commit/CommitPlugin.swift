import Foundation
import PackagePlugin

/// Writes the commit that is built into the sources of a target, in the build folder: the checkout stays clean.
@main
struct CommitPlugin: BuildToolPlugin {
    func createBuildCommands(context: PluginContext, target: any Target) throws -> [Command] {
        let folder = context.package.directoryURL
        let script = folder.appending(path: "Plugins/Commit/write-commit")
        let written = context.pluginWorkDirectoryURL.appending(path: "Commit.swift")
        // What the answer depends on: where HEAD is, and whether a source differs from it.
        let sources = context.package.targets.compactMap { $0 as? any SourceModuleTarget }
            .flatMap { $0.sourceFiles.map(\.url) }
            // What this writes is no reason to write it again.
            .filter { $0.path.hasPrefix(folder.path) && !$0.path.contains("/.build") }
        return [
            .buildCommand(
                displayName: "Writing the commit", executable: URL(filePath: "/bin/sh"),
                arguments: [script.path, folder.path, written.path],
                inputFiles: [script, folder.appending(path: "Package.swift")] + heads(of: folder) + sources,
                outputFiles: [written])
        ]
    }

    /// The files that git changes with each commit, checkout and reset; none outside a repository.
    private func heads(of folder: URL) -> [URL] {
        var git = folder.appending(path: ".git")
        // In a further worktree it is a file that says where the folder is.
        if let text = try? String(contentsOf: git, encoding: .utf8), text.hasPrefix("gitdir: ") {
            let path = text.dropFirst("gitdir: ".count).trimmingCharacters(in: .whitespacesAndNewlines)
            git = URL(filePath: path, relativeTo: folder)
        }
        return ["HEAD", "logs/HEAD"].map { git.appending(path: $0).absoluteURL }
            .filter { FileManager.default.fileExists(atPath: $0.path) }
    }
}
