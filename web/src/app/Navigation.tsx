import { NavLink } from 'react-router';
import { classNames } from '../lib/class-names';
import { Icon } from '../ui/Icon';
import { navigation } from './features';
import styles from './Navigation.module.css';

/** The ways to the pages: in the header, or under the thumb on a narrow screen. */
export function Navigation({ place }: { place: 'top' | 'bottom' }) {
  return (
    <nav className={classNames(styles.navigation, styles[place])} aria-label="Main">
      {navigation.map(({ to, label, short, icon }) => (
        <NavLink key={to} to={to} end={to === '/'} className={styles.link}>
          <Icon path={icon} size={place === 'top' ? 16 : 20} />
          {place === 'bottom' ? (short ?? label) : label}
        </NavLink>
      ))}
    </nav>
  );
}
