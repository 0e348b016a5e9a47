/** Every command of the workbench, with VS Code's keys where a browser leaves them to a page. */
import type { Workspace } from '../workspace/workspace.svelte.ts';
import type { Command } from './command.ts';

export function workbenchCommands(workspace: Workspace): Command[] {
  const { layout, documents, terminals, settings } = workspace;
  const ready = () => workspace.container.step === 'ready';
  const several = () => terminals.sessions.length > 1;
  const editing = () => documents.activePath !== '';
  return [
    { id: 'palette', title: 'View: Command palette', keys: 'Ctrl+Shift+P', run: () => workspace.ask('commands') },
    { id: 'quick-open', title: 'File: Go to file', keys: 'Ctrl+P', enabled: ready, run: () => workspace.ask('files') },
    {
      id: 'run',
      title: 'Run: Start the project',
      keys: 'Ctrl+Alt+N',
      enabled: ready,
      run: () => workspace.runProject(),
    },
    {
      id: 'stop',
      title: 'Run: Stop the program',
      keys: 'Ctrl+Alt+M',
      enabled: () => terminals.running,
      run: () => terminals.stop(),
    },
    {
      id: 'new-file',
      title: 'File: New file',
      keys: 'Alt+N',
      enabled: ready,
      run: () => workspace.startNaming('file'),
    },
    { id: 'new-folder', title: 'File: New folder', enabled: ready, run: () => workspace.startNaming('folder') },
    {
      id: 'save',
      title: 'File: Save',
      keys: 'Ctrl+S',
      enabled: editing,
      run: () => workspace.save(),
    },
    { id: 'upload', title: 'File: Upload files or a zip', enabled: ready, run: () => workspace.chooseFiles(false) },
    { id: 'upload-folder', title: 'File: Upload a folder', enabled: ready, run: () => workspace.chooseFiles(true) },
    { id: 'download', title: 'File: Download as zip', enabled: ready, run: () => workspace.download() },
    {
      id: 'compare-commit',
      title: 'File: Compare with the last commit',
      enabled: editing,
      run: () => workspace.compareWithCommit(documents.activePath),
    },
    {
      id: 'close',
      title: 'View: Close the tab',
      keys: 'Alt+W',
      enabled: editing,
      run: () => documents.close(documents.group.active),
    },
    { id: 'split', title: 'View: Split the editor', keys: 'Ctrl+\\', enabled: editing, run: () => documents.split() },
    {
      id: 'find-in-files',
      title: 'Edit: Find in files',
      keys: 'Ctrl+Shift+F',
      enabled: ready,
      run: () => layout.showSide('search'),
    },
    { id: 'show-files', title: 'View: Files', keys: 'Ctrl+Shift+E', run: () => workspace.focusFiles() },
    { id: 'toggle-side', title: 'View: Show or hide the side bar', keys: 'Ctrl+B', run: () => layout.toggle('side') },
    { id: 'toggle-panel', title: 'View: Show or hide the panel', keys: 'Ctrl+J', run: () => layout.toggle('panel') },
    { id: 'toggle-preview', title: 'View: Show or hide the preview', run: () => layout.toggle('preview') },
    { id: 'show-terminal', title: 'View: Terminal', keys: 'Ctrl+`', run: () => workspace.focusTerminal() },
    {
      id: 'new-terminal',
      title: 'Terminal: New terminal',
      keys: 'Ctrl+Shift+`',
      enabled: ready,
      run: () => workspace.newTerminal(),
    },
    {
      id: 'split-terminal',
      title: 'Terminal: Split',
      keys: 'Ctrl+Shift+5',
      enabled: ready,
      run: () => workspace.splitTerminal(),
    },
    {
      id: 'next-terminal',
      title: 'Terminal: Go to the next terminal',
      keys: 'Alt+PageDown',
      enabled: several,
      run: () => workspace.stepTerminal(1),
    },
    {
      id: 'previous-terminal',
      title: 'Terminal: Go to the terminal before',
      keys: 'Alt+PageUp',
      enabled: several,
      run: () => workspace.stepTerminal(-1),
    },
    {
      id: 'close-terminal',
      title: 'Terminal: Close the terminal',
      enabled: several,
      run: () => terminals.active && terminals.close(terminals.active),
    },
    { id: 'clear-terminal', title: 'Terminal: Clear', run: () => terminals.active?.screen.clear() },
    {
      id: 'screen-reader',
      title: 'Terminal: Screen reader mode',
      run: () => settings.set('screenReader', !settings.values.screenReader),
    },
    { id: 'show-problems', title: 'View: Problems', keys: 'Ctrl+Shift+M', run: () => layout.showPanel('problems') },
    { id: 'show-console', title: 'View: Console of programs and pages', run: () => layout.showPanel('console') },
    { id: 'show-ports', title: 'View: Ports', run: () => layout.showPanel('ports') },
    { id: 'show-processes', title: 'View: Processes', run: () => layout.showPanel('processes') },
    { id: 'show-loop', title: 'View: Event loop of programs', run: () => layout.showPanel('loop') },
    {
      id: 'show-environment',
      title: 'View: Environment variables',
      run: () => layout.showPanel('environment'),
    },
    { id: 'settings', title: 'Preferences: Settings', keys: 'Ctrl+,', run: () => workspace.ask('settings') },
    { id: 'keys', title: 'Preferences: Keyboard shortcuts', run: () => workspace.ask('keys') },
    {
      id: 'theme-light',
      title: 'Preferences: Light theme',
      run: () => settings.set('theme', 'light'),
    },
    { id: 'theme-dark', title: 'Preferences: Dark theme', run: () => settings.set('theme', 'dark') },
    {
      id: 'theme-contrast',
      title: 'Preferences: High contrast theme',
      run: () => settings.set('theme', settings.dark ? 'contrast-dark' : 'contrast-light'),
    },
    {
      id: 'word-wrap',
      title: 'View: Wrap long lines',
      keys: 'Alt+Z',
      run: () => settings.set('wordWrap', !settings.values.wordWrap),
    },
    { id: 'share', title: 'Project: Share', enabled: ready, run: () => workspace.ask('share') },
    { id: 'projects', title: 'Project: Open or start another', keys: 'Ctrl+O', run: () => workspace.ask('projects') },
    { id: 'rename-project', title: 'Project: Rename', enabled: ready, run: () => workspace.ask('rename') },
    { id: 'fork', title: 'Project: Fork into a copy', enabled: ready, run: () => workspace.projects.fork() },
    { id: 'next-part', title: 'View: Move to the next part', keys: 'F6', run: () => workspace.focusNext(1) },
    {
      id: 'previous-part',
      title: 'View: Move to the previous part',
      keys: 'Shift+F6',
      run: () => workspace.focusNext(-1),
    },
    { id: 'tutorial', title: 'Help: Course “What exactly is Node.js?”', run: () => location.assign('/tutorial') },
  ];
}
