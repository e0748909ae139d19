import Foundation
import PackagePlugin

/// Writes the files of the page into the sources of a target, in the build folder: the program needs no file beside it.
@main
struct PagePlugin: BuildToolPlugin {
    func createBuildCommands(context: PluginContext, target: any Target) throws -> [Command] {
        let page = target.directoryURL.appending(path: "page")
        let script = context.package.directoryURL.appending(path: "Plugins/Page/write-page")
        let written = context.pluginWorkDirectoryURL.appending(path: "PageFiles.swift")
        let files = try FileManager.default.subpathsOfDirectory(atPath: page.path).sorted()
            .map { page.appending(path: $0) }
            .filter { !$0.hasDirectoryPath }
        return [
            .buildCommand(
                displayName: "Writing the page", executable: URL(filePath: "/bin/sh"),
                arguments: [script.path, page.path, written.path], inputFiles: [script] + files,
                outputFiles: [written])
        ]
    }
}
