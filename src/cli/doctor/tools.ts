/** A program outside apitest, what it is for, and how to get it. */
export interface Tool {
  readonly name: string
  /** Tried in this order; the first that answers counts. */
  readonly commands: readonly (readonly string[])[]
  readonly purpose: string
  readonly install: Readonly<Partial<Record<NodeJS.Platform, string>>> & { readonly other: string }
}

export const tools: readonly Tool[] = [
  {
    name: 'docker',
    commands: [['docker', 'version', '--format', '{{.Server.Version}}']],
    purpose: 'services of kind compose and container',
    install: {
      linux: 'https://docs.docker.com/engine/install/, then `sudo usermod -aG docker $USER`',
      other: 'https://docs.docker.com/get-docker/ (and start it)',
    },
  },
  {
    name: 'docker compose',
    commands: [['docker', 'compose', 'version', '--short']],
    purpose: 'services of kind compose',
    install: { other: 'https://docs.docker.com/compose/install/' },
  },
  {
    name: 'python',
    commands: [
      ['python3', '--version'],
      ['python', '--version'],
    ],
    purpose: 'services written in Python',
    install: {
      linux: "`sudo apt install python3 python3-venv`, or your distribution's package",
      darwin: '`brew install python`',
      other: 'https://www.python.org/downloads/',
    },
  },
  {
    name: 'gunicorn',
    commands: [
      ['gunicorn', '--version'],
      ['python3', '-m', 'gunicorn', '--version'],
    ],
    purpose: 'Flask and other WSGI services started with gunicorn',
    install: { other: '`python3 -m pip install gunicorn`' },
  },
  {
    name: 'chromium',
    commands: [
      ['chromium', '--version'],
      ['chromium-browser', '--version'],
      ['google-chrome', '--version'],
    ],
    purpose: 'pictures of reports',
    install: {
      linux: '`sudo apt install chromium`',
      darwin: '`brew install --cask chromium`',
      other: 'https://www.chromium.org/getting-involved/download-chromium/',
    },
  },
  {
    name: 'k6',
    commands: [['k6', 'version']],
    purpose: 'load profiles with `--engine k6`',
    install: { darwin: '`brew install k6`', other: 'https://grafana.com/docs/k6/latest/set-up/install-k6/' },
  },
  {
    name: 'locust',
    commands: [['locust', '--version']],
    purpose: 'load profiles with `--engine locust`',
    install: { other: '`python3 -m pip install locust`' },
  },
]
