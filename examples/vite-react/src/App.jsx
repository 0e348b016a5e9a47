import { useState } from 'react';

export function App() {
  const [count, setCount] = useState(0);
  return (
    <main>
      <h1>Hello React</h1>
      <button type="button" onClick={() => setCount(count + 1)}>
        count is {count}
      </button>
      <p>Change the heading in src/App.jsx: the count stays.</p>
    </main>
  );
}
