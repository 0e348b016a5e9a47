/** `internalBinding('report')` (src/node_report_module.cc): settings of diagnostic reports, and reports of what is known. */
import type { BindingFactory } from '../environment.ts';
import { encodeUtf8 } from '../string_bytes.ts';
import { uvException } from '../uv_exception.ts';

/** The version of the report's format (NODE_REPORT_VERSION in src/node_report.cc). */
const REPORT_VERSION = 5;
const O_WRONLY = 1;
const O_CREAT = 0o100;
const O_TRUNC = 0o1000;
const REPORT_MODE = 0o666;

export const binding: BindingFactory = (environment) => {
  const { kernel } = environment;
  let sequence = 0;
  const settings = {
    compact: false,
    excludeNetwork: false,
    excludeEnv: false,
    directory: '',
    filename: '',
    signal: 'SIGUSR2',
    onFatalError: false,
    onSignal: false,
    onUncaughtException: false,
  };

  function report(event: string, trigger: string, filename: string | null, error: unknown): Record<string, unknown> {
    const { process } = environment;
    const now = new Date();
    const [message = '', ...frames] = error instanceof Error ? (error.stack ?? '').split('\n') : [''];
    return {
      header: {
        reportVersion: REPORT_VERSION,
        event,
        trigger,
        filename,
        dumpEventTime: now.toISOString().replace(/\.\d+Z$/, 'Z'),
        dumpEventTimeStamp: String(now.getTime()),
        processId: kernel.pid,
        threadId: 0,
        cwd: process.cwd(),
        commandLine: kernel.argv(),
        nodejsVersion: process.version,
        arch: process.arch,
        platform: process.platform,
        componentVersions: process.versions,
        release: process.release,
        host: 'wardian',
      },
      javascriptStack: { message, stack: frames.map((frame) => frame.trim()), errorProperties: {} },
      javascriptHeap: {},
      nativeStack: [],
      resourceUsage: {},
      uvthreadResourceUsage: {},
      libuv: [],
      workers: [],
      ...(settings.excludeEnv ? {} : { environmentVariables: { ...process.env } }),
      userLimits: {},
      sharedObjects: [],
    };
  }

  const serialized = (content: Record<string, unknown>): string =>
    settings.compact ? JSON.stringify(content) : JSON.stringify(content, null, 2);

  function defaultName(): string {
    const now = new Date();
    const pad = (value: number) => String(value).padStart(2, '0');
    const date = `${now.getFullYear()}${pad(now.getMonth() + 1)}${pad(now.getDate())}`;
    const time = `${pad(now.getHours())}${pad(now.getMinutes())}${pad(now.getSeconds())}`;
    sequence++;
    return `report.${date}.${time}.${kernel.pid}.0.${String(sequence).padStart(3, '0')}.json`;
  }

  function writeReport(event: string, trigger: string, name: string | undefined, error: unknown): string {
    const filename = name || settings.filename || defaultName();
    const path = settings.directory === '' || filename.startsWith('/') ? filename : `${settings.directory}/${filename}`;
    const fd = kernel.open(path, O_WRONLY | O_CREAT | O_TRUNC, REPORT_MODE);
    if (fd < 0) throw uvException(fd, 'open', path);
    const written = kernel.write(fd, encodeUtf8(`${serialized(report(event, trigger, path, error))}\n`), -1);
    kernel.close(fd);
    if (written < 0) throw uvException(written, 'write');
    return filename;
  }

  return {
    writeReport,
    getReport: (error: unknown) => serialized(report('JavaScript API', 'GetReport', null, error)),
    getCompact: () => settings.compact,
    setCompact(value: boolean) {
      settings.compact = value;
    },
    getExcludeNetwork: () => settings.excludeNetwork,
    setExcludeNetwork(value: boolean) {
      settings.excludeNetwork = value;
    },
    getExcludeEnv: () => settings.excludeEnv,
    setExcludeEnv(value: boolean) {
      settings.excludeEnv = value;
    },
    getDirectory: () => settings.directory,
    setDirectory(value: string) {
      settings.directory = value;
    },
    getFilename: () => settings.filename,
    setFilename(value: string) {
      settings.filename = value;
    },
    getSignal: () => settings.signal,
    setSignal(value: string) {
      settings.signal = value;
    },
    shouldReportOnFatalError: () => settings.onFatalError,
    setReportOnFatalError(value: boolean) {
      settings.onFatalError = value;
    },
    shouldReportOnSignal: () => settings.onSignal,
    setReportOnSignal(value: boolean) {
      settings.onSignal = value;
    },
    shouldReportOnUncaughtException: () => settings.onUncaughtException,
    setReportOnUncaughtException(value: boolean) {
      settings.onUncaughtException = value;
    },
  };
};
