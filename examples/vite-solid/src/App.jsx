import { count, setCount } from './count.js';

export function App() {
  return (
    <main>
      <h1>Hello Solid</h1>
      <button type="button" onClick={() => setCount(count() + 1)}>
        count is {count()}
      </button>
      <p>Change the heading in src/App.jsx: the count stays.</p>
    </main>
  );
}
