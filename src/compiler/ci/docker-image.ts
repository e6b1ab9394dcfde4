/** Docker's own images; the command line's has compose, and Node can be added to it. */
export const dockerImage = 'docker:28-cli'
export const engineImage = 'docker:28-dind'

/** The command line's image is Alpine without Node. */
export const addNode = 'apk add --no-cache nodejs npm'

/** An engine beside the job may take a moment. */
export const waitForEngine = `timeout 60 sh -c 'until docker info >/dev/null 2>&1; do sleep 1; done' || docker info`
