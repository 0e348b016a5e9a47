/** The open project as a link carries it. */
import type { Workspace } from '../workspace/workspace.svelte.ts';
import { projectFiles } from './project_files.ts';
import { base64Of, type SharedProject } from './share_link.ts';

export async function sharedProject({
  documents,
  container,
  projects,
  startCommand,
}: Workspace): Promise<SharedProject> {
  await documents.saveAll();
  const project: SharedProject = { name: projects.name, files: {} };
  for (const [path, contents] of await projectFiles(container.instance)) {
    project.files[path] = typeof contents === 'string' ? contents : { base64: base64Of(contents) };
  }
  if (documents.activePath) project.open = documents.activePath;
  if (startCommand) project.start = withPackages(startCommand, project.files['package.json']);
  return project;
}

/** In another tab the packages of an example are not there yet. */
function withPackages(command: string, manifest: SharedProject['files'][string] | undefined): string {
  const needsPackages = typeof manifest === 'string' && /"(?:dev)?dependencies"/i.test(manifest);
  return needsPackages && !command.startsWith('npm install') ? `npm install && ${command}` : command;
}
