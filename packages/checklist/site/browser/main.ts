// Starts the front page: what is typed or pasted is diagnosed here, and nothing leaves the page.
import { startBox } from './box.ts';

startBox();
