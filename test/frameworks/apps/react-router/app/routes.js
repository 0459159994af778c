// All routes.
import { route } from '@react-router/dev/routes';

export default [route('api/calls/:number', 'routes/call.js')];
