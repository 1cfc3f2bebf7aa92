import { useState } from 'react';
import { keepTheme, keptTheme, type Theme } from '../lib/theme';
import { IconButton } from '../ui/IconButton';
import { icons } from '../ui/icons';

const NEXT: Record<Theme, Theme> = { system: 'light', light: 'dark', dark: 'system' };
const ICONS: Record<Theme, string> = { system: icons.screen, light: icons.sun, dark: icons.moon };
const WORDS: Record<Theme, string> = { system: 'as the system', light: 'light', dark: 'dark' };

/** Walks through light, dark and what the system says. */
export function ThemeToggle() {
  const [theme, setTheme] = useState(keptTheme);
  return (
    <IconButton
      label={`Theme: ${WORDS[theme]}. Change to ${WORDS[NEXT[theme]]}`}
      icon={ICONS[theme]}
      onClick={() => {
        keepTheme(NEXT[theme]);
        setTheme(NEXT[theme]);
      }}
    />
  );
}
