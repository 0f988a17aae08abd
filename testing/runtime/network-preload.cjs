'use strict';
// The network of a function on one machine: beside this file stands what each name leads to, and nothing else is there.
const dns = require('node:dns');
const routes = require('./routes.json');

const notFound = -3008;
const unreachable = -101;
const { TCP } = process.binding('tcp_wrap');
const { connect } = TCP.prototype;

function lookup(name, options, callback = options) {
  const route = routes.find((each) => each.name === name);
  if (route === undefined) {
    return process.nextTick(
      callback,
      Object.assign(new Error(`no ${name}`), { errno: notFound, code: 'ENOTFOUND' }),
    );
  }
  const { address } = route;
  if (options.all === true) return process.nextTick(callback, null, [{ address, family: 4 }]);
  return process.nextTick(callback, null, address, 4);
}

dns.lookup = lookup;
dns.promises.lookup = (name, options = {}) =>
  new Promise((resolve, reject) => {
    lookup(name, options, (error, address, family) => {
      if (error) reject(error);
      else resolve(options.all === true ? address : { address, family });
    });
  });

// What was resolved is judged and connected to by the function itself: only the way there is another.
TCP.prototype.connect = function connectThere(request, address, port) {
  const route = routes.find((each) => each.address === address && port === 443);
  return route === undefined ? unreachable : connect.call(this, request, '127.0.0.1', route.port);
};
TCP.prototype.connect6 = () => unreachable;
