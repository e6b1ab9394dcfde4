import { expect, test } from 'vitest'
import { socketHandover } from './socket-handover.ts'

const handover = (command: string, env: Record<string, string> = {}) => socketHandover(command.split(' '), env)

test.for([
  'gunicorn app:app',
  '.venv/bin/gunicorn -c conf.py app:app --workers=1',
  'python3 -m gunicorn app:app',
  '/usr/bin/python3.11 -u -m gunicorn app:app --daemon',
])('`%s` takes our socket', (command) => {
  expect(handover(command)).toEqual({ GUNICORN_CMD_ARGS: '--bind fd://3' })
})

test.for([
  'gunicorn app:app --bind 127.0.0.1:1',
  'gunicorn --bind=:1 app:app',
  'gunicorn -b :1 app:app',
  'gunicorn -b:1 app:app',
  'node server.js',
  'python3 app.py',
  'python3 -m flask run',
  'gunicornx app:app',
])('`%s` is told a port', (command) => {
  expect(handover(command)).toBeUndefined()
})

test('arguments that the user gives to gunicorn stay, and a bind among them wins', () => {
  expect(handover('gunicorn app:app', { GUNICORN_CMD_ARGS: '--workers 3' })).toEqual({ GUNICORN_CMD_ARGS: '--workers 3 --bind fd://3' })
  expect(handover('gunicorn app:app', { GUNICORN_CMD_ARGS: '--bind :1' })).toBeUndefined()
})
