import { bracketed, hard, indent, joined } from '../print/doc.ts'
import type { Doc } from '../print/doc.ts'
import type { LoadScript, Pace, Stage, Wait } from '../script/load-script.ts'
import type { PythonModule } from './python-module.ts'

/** How users come, wait and go. */
export interface PythonPace {
  readonly constants: readonly Doc[]
  /** Attributes of the class of users. */
  readonly settings: readonly Doc[]
  /** What a user does first. */
  readonly start: readonly Doc[]
  readonly shape: readonly Doc[]
  readonly listeners: readonly Doc[]
}

export function emitPace({ pace }: LoadScript, module: PythonModule): PythonPace {
  const listeners = pace.warmup > 0 ? [forgetWarmUp(pace.warmup, module)] : []
  switch (pace.kind) {
    case 'users': {
      const runTime = pace.duration + pace.warmup
      return {
        constants: [],
        settings: [`wait_time = ${waitTime(pace.wait, module)}`],
        start: [],
        shape: [],
        listeners: [
          setDefaults({ users: pace.users, spawnRate: pace.spawnRate ?? Math.max(1, pace.users), runTime }, module),
          ...listeners,
        ],
      }
    }
    case 'user-stages':
      return {
        constants: [],
        settings: [`wait_time = ${waitTime(pace.wait, module)}`],
        start: [],
        shape: [shape(pace, 'USERS', module)],
        listeners,
      }
    case 'rate': {
      const users = usersFor(pace.rate, pace.maxConnections)
      return {
        constants: openConstants(pace.rate, users),
        settings: [`wait_time = ${module.use('locust', 'constant_throughput')}(RATE / USERS)`],
        start: spread(module),
        shape: [],
        listeners: [setDefaults({ users: 'USERS', spawnRate: 'USERS', runTime: pace.duration + pace.warmup }, module), ...listeners],
      }
    }
    case 'rate-stages': {
      const peak = Math.max(...pace.stages.map(({ target }) => target))
      const users = usersFor(peak, pace.maxConnections)
      return {
        constants: openConstants(peak, users),
        settings: [`wait_time = ${module.use('locust', 'constant_throughput')}(RATE / USERS)`],
        start: spread(module),
        shape: [shape(pace, 'RATE', module)],
        listeners,
      }
    }
  }
}

/** Each user then starts about one run a second, and has that long for it. */
function usersFor(rate: number, most: number): number {
  return Math.max(1, Math.min(most, Math.ceil(rate)))
}

function openConstants(rate: number, users: number): Doc[] {
  return [`RATE = ${number(rate)}  # runs of a task each second, all users together`, `USERS = ${users}`]
}

function spread(module: PythonModule): Doc[] {
  return [`${module.use('gevent')}.sleep(${module.use('random')}.uniform(0, USERS / RATE))  # not all at once`]
}

function waitTime(wait: Wait, module: PythonModule): string {
  switch (wait.kind) {
    case 'none':
      return `${module.use('locust', 'constant')}(0)`
    case 'constant':
      return `${module.use('locust', 'constant')}(${number(wait.seconds)})`
    case 'between':
      return `${module.use('locust', 'between')}(${number(wait.from)}, ${number(wait.to)})`
    case 'pacing':
      return `${module.use('locust', 'constant_pacing')}(${number(wait.seconds)})`
  }
}

function setDefaults(
  { users, spawnRate, runTime }: { users: number | string; spawnRate: number | string; runTime: number },
  module: PythonModule,
): Doc {
  module.use('locust', 'events')
  const args = [`num_users=${users}`, `spawn_rate=${spawnRate}`, `run_time="${number(runTime)}s"`]
  return [
    '@events.init_command_line_parser.add_listener',
    hard,
    'def set_defaults(parser):',
    indent([
      hard,
      '"""What holds where the command line or the web page says nothing else."""',
      hard,
      bracketed('parser.set_defaults(', args, { close: ')' }),
    ]),
  ]
}

function forgetWarmUp(warmup: number, module: PythonModule): Doc {
  module.use('locust', 'events')
  return [
    '@events.test_start.add_listener',
    hard,
    'def forget_warm_up(environment, **_):',
    indent([
      hard,
      `"""The first ${warmup === 1 ? 'second warms' : `${number(warmup)} seconds warm`} the service up and ${warmup === 1 ? 'is' : 'are'} not counted."""`,
      hard,
      `${module.use('gevent')}.spawn_later(${number(warmup)}, environment.stats.reset_all)`,
    ]),
  ]
}

function shape({ stages, warmup }: Pace & { kind: 'user-stages' | 'rate-stages' }, unit: 'USERS' | 'RATE', module: PythonModule): Doc {
  module.use('locust', 'LoadTestShape')
  const first = stages[0]?.target ?? 0
  const all: readonly Stage[] = warmup > 0 ? [{ duration: warmup, target: first }, ...stages] : stages
  const pairs = all.map(({ duration, target }) => `(${number(duration)}, ${number(target)})`)
  const result = unit === 'USERS' ? 'round(now)' : 'round(now * USERS / RATE)'
  const most = Math.max(1, ...all.map(({ target }) => Math.ceil(target)))
  return [
    'class Stages(LoadTestShape):',
    indent([
      hard,
      unit === 'USERS'
        ? '"""Users who come and go evenly from one stage to the next."""'
        : '"""A rate that goes evenly from one stage to the next, as the number of users."""',
      '\n',
      hard,
      bracketed('stages = [', pairs, { close: ']' }),
      `  # seconds, ${unit === 'USERS' ? 'users' : 'rate'} at the end`,
      '\n',
      hard,
      'def tick(self):',
      indent([
        hard,
        joined(
          [
            `passed, before = self.get_run_time(), ${warmup > 0 ? number(first) : '0'}`,
            [
              'for seconds, target in self.stages:',
              indent([
                hard,
                joined(
                  [
                    [
                      'if passed < seconds:',
                      indent([
                        hard,
                        'now = before + (target - before) * passed / seconds',
                        hard,
                        `return ${result}, ${unit === 'USERS' ? Math.max(100, most) : 'USERS'}`,
                      ]),
                    ],
                    'passed, before = passed - seconds, target',
                  ],
                  hard,
                ),
              ]),
            ],
            'return None',
          ],
          hard,
        ),
      ]),
    ]),
  ]
}

function number(value: number): string {
  return String(Number(value.toPrecision(12)))
}
