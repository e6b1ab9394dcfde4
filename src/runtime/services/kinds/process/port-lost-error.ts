import { ServiceError } from '../../service-error.ts'

/** Another program took the port between our choice and the start of the service: worth another port. */
export class PortLostError extends ServiceError {}
