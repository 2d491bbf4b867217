// What can go wrong, in words a host understands.
export class Trouble extends Error {
  constructor (status, what, nextStep) {
    super(what)
    Object.assign(this, { status, what, nextStep })
  }
}

export class GrantLost extends Trouble {
  constructor () {
    super(401, 'The connection with your Nuki account has ended, so you have been logged out.',
      'Connect again, and your doors are back.')
  }
}

export const unavailable = () =>
  new Trouble(503, 'Nuki cannot be reached at the moment.', 'Your connection is kept. Try again in a minute.')
export const busy = () => new Trouble(503, 'Nuki is busy and asks us to wait.', 'Wait a minute, then try again.')
export const forbidden = () => new Trouble(403, 'Your Nuki account does not allow this.',
  'Disconnect and connect again, and leave all permissions and doors ticked on Nuki’s page.')
export const refused = (status) => status === 404
  ? new Trouble(404, 'Nuki does not know this door.', 'Go back to your doors: it may have been removed.')
  : new Trouble(502, 'Nuki did not accept the request.', 'Try again; if it stays so, write to our support.')
