export * from '../../api/suggest';
